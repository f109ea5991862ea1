//! How magnitudes and depths are written, and the class that gives each depth its colour.

/// Where a colour of the depth scale begins, in kilometres; the map has the same stops (map/src/layer/ramp.ts).
pub(crate) const DEPTH_STOPS: [f64; 6] = [0.0, 35.0, 70.0, 150.0, 300.0, 700.0];

/// The class of a depth: `d0` (shallow) to `d5` (700 km and more), `du` when unknown.
pub(crate) fn depth_class(depth: Option<f64>) -> &'static str {
    const CLASSES: [&str; 6] = ["d0", "d1", "d2", "d3", "d4", "d5"];
    match depth {
        None => "du",
        Some(km) => CLASSES[DEPTH_STOPS[1..].iter().filter(|stop| km >= **stop).count()],
    }
}

/// A depth in words: `34 km deep`.
pub(crate) fn depth(km: Option<f64>) -> String {
    match km {
        None => "depth unknown".to_owned(),
        Some(km) => format!("{} km deep", km.round().max(0.0) as i64),
    }
}

/// A magnitude with one decimal, by whole numbers: writing floats would cost the browser more than the rest of this file.
pub(crate) fn magnitude(value: Option<f64>) -> String {
    let Some(value) = value else { return "\u{2013}".to_owned() };
    let tenths = (value * 10.0).round() as i64;
    let sign = if tenths < 0 { "\u{2212}" } else { "" };
    format!("{sign}{}.{}", tenths.abs() / 10, tenths.abs() % 10)
}

/// A number with a comma between thousands.
pub(crate) fn count(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_depth_falls_into_the_class_whose_stop_it_has_reached() {
        let classes = [None, Some(-1.0), Some(0.0), Some(34.9), Some(35.0), Some(299.0), Some(300.0), Some(701.0)];
        assert_eq!(classes.map(depth_class), ["du", "d0", "d0", "d0", "d1", "d3", "d4", "d5"]);
    }

    #[test]
    fn magnitudes_have_one_decimal_and_a_true_minus() {
        let values = [Some(5.0), Some(4.86), Some(-0.34), Some(-0.04), None];
        assert_eq!(values.map(magnitude), ["5.0", "4.9", "\u{2212}0.3", "0.0", "\u{2013}"]);
    }

    #[test]
    fn counts_have_commas() {
        assert_eq!([0, 583, 2400, 1_234_567].map(count), ["0", "583", "2,400", "1,234,567"]);
    }
}
