//! The parameters that all interfaces share, under the names that FDSN gave them.

use quake::{BoundingBox, Filter};

use super::parameters::{BadParameter, Parameter, Parameters, Takes, shortened};

pub(crate) const MIN_MAGNITUDE: Parameter = Parameter {
    name: "minmagnitude",
    aliases: &["minmag"],
    takes: MAGNITUDE,
    default: "",
    about: "Magnitude at least; with a bound, earthquakes without a magnitude are left out",
    example: "4.5",
};

pub(crate) const MAX_MAGNITUDE: Parameter = Parameter {
    name: "maxmagnitude",
    aliases: &["maxmag"],
    takes: MAGNITUDE,
    default: "",
    about: "Magnitude at most",
    example: "9.5",
};

pub(crate) const MIN_DEPTH: Parameter = Parameter {
    name: "mindepth",
    aliases: &[],
    takes: DEPTH,
    default: "",
    about: "Depth at least, kilometres, positive downwards; with a bound, those of unknown depth are left out",
    example: "10",
};

pub(crate) const MAX_DEPTH: Parameter = Parameter {
    name: "maxdepth",
    aliases: &[],
    takes: DEPTH,
    default: "",
    about: "Depth at most, kilometres, positive downwards",
    example: "700",
};

pub(crate) const BBOX: Parameter = Parameter {
    name: "bbox",
    aliases: &[],
    takes: Takes::Text,
    default: "",
    about: "`west,south,east,north` in degrees; west beyond east crosses the date line",
    example: "160,-50,-160,0",
};

/// Beyond what any earthquake had: a bound may well lie outside of the catalogue.
const MAGNITUDE: Takes = Takes::Number { min: -10.0, max: 12.0 };
const DEPTH: Takes = Takes::Number { min: -1_000.0, max: 7_000.0 };

/// Reads magnitude and depth.
///
/// # Errors
/// When a lower bound is beyond its upper.
pub(crate) fn sizes(parameters: &Parameters) -> Result<Filter, BadParameter> {
    let (min_magnitude, max_magnitude) = parameters.numbers("minmagnitude", "maxmagnitude")?;
    let (min_depth_km, max_depth_km) = parameters.numbers("mindepth", "maxdepth")?;
    Ok(Filter { min_magnitude, max_magnitude, min_depth_km, max_depth_km, ..Filter::default() })
}

/// Reads `bbox`.
///
/// # Errors
/// When it is none.
pub(crate) fn bounding_box(parameters: &Parameters) -> Result<Option<BoundingBox>, BadParameter> {
    let Some(text) = parameters.text("bbox") else { return Ok(None) };
    let numbers: Option<Vec<f64>> = text.split(',').map(|number| number.trim().parse().ok()).collect();
    match numbers.as_deref() {
        Some(&[west, south, east, north]) => within(west, south, east, north),
        _ => None,
    }
    .map(Some)
    .ok_or_else(|| {
        BadParameter(format!(
            "`bbox` is `{text}`, which is not west,south,east,north in degrees (longitudes from -180 to 180)"
        ))
    })
}

/// A box of places and perhaps of depths.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Volume {
    pub(crate) area: BoundingBox,
    /// Least and greatest depth, kilometres, positive downwards.
    pub(crate) depths_km: Option<(f64, f64)>,
}

impl Volume {
    /// A filter with this volume's bounds added to its own.
    pub(crate) fn within(self, filter: Filter) -> Filter {
        let (shallowest, deepest) = self.depths_km.unzip();
        Filter {
            within: Some(self.area),
            min_depth_km: [filter.min_depth_km, shallowest].into_iter().flatten().reduce(f64::max),
            max_depth_km: [filter.max_depth_km, deepest].into_iter().flatten().reduce(f64::min),
            ..filter
        }
    }
}

/// Reads `bbox` where it may have six numbers, the third and the sixth being heights in metres, positive upwards, as
/// the reference system `CRS84h` has them. The one place where heights become depths. That they are heights above the
/// ellipsoid and our depths below the sea is left alone: the two differ by 100 m at most, which no depth is known to.
///
/// # Errors
/// When it is none.
pub(crate) fn volume(parameters: &Parameters) -> Result<Option<Volume>, BadParameter> {
    let Some(text) = parameters.text("bbox") else { return Ok(None) };
    let numbers: Option<Vec<f64>> = text.split(',').map(|number| number.trim().parse().ok()).collect();
    let depth_km = |height: f64| 0.0 - height / 1_000.0;
    match numbers.as_deref() {
        Some(&[west, south, east, north]) => within(west, south, east, north).map(|area| (area, None)),
        Some(&[west, south, low, east, north, high]) if low <= high && low.is_finite() && high.is_finite() => {
            within(west, south, east, north).map(|area| (area, Some((depth_km(high), depth_km(low)))))
        }
        _ => None,
    }
    .map(|(area, depths_km)| Some(Volume { area, depths_km }))
    .ok_or_else(|| {
        BadParameter(format!(
            "`bbox` is `{}`, which is neither west,south,east,north in degrees (longitudes from -180 to 180) nor \
             west,south,low,east,north,high with heights in metres, which are negative below the sea",
            shortened(text)
        ))
    })
}

/// A box, if its edges are on the Earth and the right way round.
pub(crate) fn within(west: f64, south: f64, east: f64, north: f64) -> Option<BoundingBox> {
    let fine = [west, east].iter().all(|longitude| (-180.0..=180.0).contains(longitude))
        && (-90.0..=90.0).contains(&south)
        && (south..=90.0).contains(&north);
    fine.then_some(BoundingBox { west, south, east, north })
}

#[cfg(test)]
mod tests {
    use super::*;

    static KNOWN: [Parameter; 1] = [BBOX];

    fn read(text: &str) -> Result<Option<BoundingBox>, BadParameter> {
        bounding_box(&Parameters::read(Some(&format!("bbox={text}")), &KNOWN)?)
    }

    #[test]
    fn a_box_has_four_numbers_in_range() {
        assert!(read("170,-30,-170,-10").is_ok());
        for text in ["", "1,2,3", "1,2,3,4,5", "1,2,3,x", "0,10,20,-10", "-190,0,0,10", "0,-100,1,1", "NaN,0,1,1"] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_box_may_have_heights_which_are_depths_upside_down() {
        let read = |text: &str| volume(&Parameters::read(Some(&format!("bbox={text}")), &KNOWN)?);
        let flat = read("170,-30,-170,-10").unwrap().unwrap();
        assert_eq!(flat.depths_km, None);
        let deep = read("170,-30,-700000,-170,-10,-26490").unwrap().unwrap();
        assert_eq!((deep.area, deep.depths_km), (flat.area, Some((26.49, 700.0))));
        for text in ["", "1,2,3", "1,2,3,4,5", "0,0,5,1,1,4", "0,0,-inf,1,1,0", "0,10,20,-10", "0,0,0,1,1,NaN"] {
            assert!(read(text).is_err(), "{text}");
        }
        let own = Filter { min_depth_km: Some(50.0), max_depth_km: Some(900.0), ..Filter::default() };
        let both = deep.within(own);
        assert_eq!((both.min_depth_km, both.max_depth_km), (Some(50.0), Some(700.0)));
    }
}
