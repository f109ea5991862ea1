//! Depth in metres, for the formats that want it so.

use quake::Depth;

/// Metres below sea level, positive downwards, to the millimetre: QuakeML's depth.
pub(crate) fn down(depth: Depth) -> f64 {
    // The millimetre takes away what binary fractions add: 26.49 km would be 26489.999999999996 m.
    (depth.km() * 1e6).round() / 1e3
}

/// Metres above sea level, positive upwards: `GeoRSS`'s elevation, and the height in `GeoJSON` as its standard has it.
pub fn up(depth: Depth) -> f64 {
    0.0 - down(depth)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kilometres_become_round_metres_and_the_surface_is_never_minus_zero() {
        let depth = |km| Depth::from_km(km).unwrap();
        assert_eq!(down(depth(26.49)), 26_490.0);
        assert_eq!(up(depth(7.0)), -7_000.0);
        assert_eq!(up(depth(-2.79)), 2_790.0);
        assert_eq!(up(depth(0.0)).to_string(), "0");
    }
}
