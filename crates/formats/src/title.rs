//! An event in one line, as USGS titles it: `M 5.1 - Western Turkey`, `M 1.7 Quarry Blast - Boron, California`.

use quake::{Quake, SIMULATED_CATALOG};

use crate::kind;

/// Magnitude, kind unless it is an earthquake, place. `M ?` without a magnitude.
pub fn title(quake: &Quake) -> String {
    let magnitude = quake.magnitude_value().map_or("?".to_owned(), |value| format!("{:.1}", tenths(value)));
    let kind = match kind::usgs(&quake.event_type) {
        "earthquake" => String::new(),
        other => format!(" {}", capitals(other)),
    };
    format!("M {magnitude}{kind} - {}", place(quake))
}

/// The region in readable case. What is simulated says so before all else, as some clients show nothing but this.
pub(crate) fn place(quake: &Quake) -> String {
    let region = quake.region.readable();
    if quake.is_simulated() { format!("{SIMULATED_CATALOG}: {region}") } else { region }
}

/// Rounded as USGS does it, half away from zero: 1.65 is 1.7. Formatting alone would make it 1.6, because the nearest
/// binary fraction lies below; the product is 16.5 again.
fn tenths(magnitude: f64) -> f64 {
    (magnitude * 10.0).round() / 10.0
}

fn capitals(words: &str) -> String {
    let mut after_space = true;
    words
        .chars()
        .map(|c| {
            let capital = if after_space { c.to_ascii_uppercase() } else { c };
            after_space = c == ' ';
            capital
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::quake;

    fn of(properties: &str) -> String {
        title(&quake(&format!(r#"{properties},"flynn_region":"BORON, CALIFORNIA""#)))
    }

    #[test]
    fn an_earthquake_is_its_magnitude_and_place() {
        assert_eq!(of(r#""mag":2,"evtype":"ke""#), "M 2.0 - Boron, California");
    }

    #[test]
    fn what_is_no_earthquake_is_named() {
        assert_eq!(of(r#""mag":1.66,"evtype":"qb""#), "M 1.7 Quarry Blast - Boron, California");
        assert_eq!(of(r#""mag":3,"evtype":"si""#), "M 3.0 Induced Or Triggered Event - Boron, California");
        assert_eq!(of(r#""mag":3,"evtype":"uk""#), "M 3.0 Other Event - Boron, California");
    }

    #[test]
    fn a_missing_magnitude_is_a_question_mark_and_a_missing_region_is_named_so() {
        assert_eq!(of(r#""mag":null,"evtype":"ke""#), "M ? - Boron, California");
        assert_eq!(title(&quake(r#""mag":5,"evtype":"ke""#)), "M 5.0 - Unnamed region");
    }

    #[test]
    fn halves_are_rounded_away_from_zero() {
        for (magnitude, shown) in [(1.65, "1.7"), (1.05, "1.1"), (0.95, "1.0"), (2.25, "2.3"), (-0.05, "-0.1")] {
            assert_eq!(of(&format!(r#""mag":{magnitude},"evtype":"ke""#)), format!("M {shown} - Boron, California"));
        }
    }

    #[test]
    fn what_is_simulated_is_titled_so() {
        let simulated = of(r#""mag":6.4,"evtype":"ke","source_catalog":"SIMULATED""#);
        assert_eq!(simulated, "M 6.4 - SIMULATED: Boron, California");
    }
}
