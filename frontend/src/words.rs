//! How magnitudes, lengths and counts are written.

/// In which unit lengths are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(feature = "ssr", derive(serde::Serialize))]
pub(crate) enum Units {
    /// As seismology has it.
    #[default]
    Kilometres,
    /// International miles.
    Miles,
}

impl Units {
    const KM_PER_MILE: f64 = 1.609_344;

    /// The word in cookies, in `data-units`, and after a number.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Kilometres => "km",
            Self::Miles => "mi",
        }
    }

    /// A length in whole units: `34 km`, `21 mi`.
    pub(crate) fn length(self, km: f64) -> String {
        format!("{} {}", self.of_km(km).round() as i64, self.as_str())
    }

    /// So many kilometres in this unit.
    pub(crate) fn of_km(self, km: f64) -> f64 {
        match self {
            Self::Kilometres => km,
            Self::Miles => km / Self::KM_PER_MILE,
        }
    }
}

/// By whose clock moments are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(feature = "ssr", derive(serde::Serialize))]
pub(crate) enum Clock {
    /// Coordinated Universal Time, as seismology has it.
    #[default]
    Utc,
    /// The reader's own; only a browser knows it.
    Local,
}

#[cfg(feature = "ssr")]
impl Clock {
    /// The word in cookies and in `data-clock`.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Utc => "utc",
            Self::Local => "local",
        }
    }
}

/// A text with each `{name}` replaced by its value.
pub(crate) fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut parts = text.split('{');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once('}').unwrap_or(("", part));
        let value = values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value);
        filled.push_str(value);
        filled.push_str(rest);
    }
    filled
}

/// A magnitude with one decimal, by whole numbers: writing floats would cost the browser more than the rest of this file.
pub(crate) fn magnitude(value: Option<f64>) -> String {
    let Some(value) = value else { return "\u{2013}".to_owned() };
    let tenths = (value * 10.0).round() as i64;
    let sign = if tenths < 0 { "\u{2212}" } else { "" };
    format!("{sign}{}.{}", tenths.abs() / 10, tenths.abs() % 10)
}

/// A number with a narrow space between thousands, as SI has it for every language; it does not break there.
pub(crate) fn count(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_where_their_names_stood() {
        let values = [("n", "3"), ("where", "Fiji")];
        assert_eq!(fill("{n} events near {where}, {n}!{unknown}", &values), "3 events near Fiji, 3!");
        assert_eq!(fill("nothing", &values), "nothing");
    }

    #[test]
    fn lengths_are_whole_kilometres_or_miles() {
        assert_eq!([Units::Kilometres, Units::Miles].map(|units| units.length(34.4)), ["34 km", "21 mi"]);
    }

    #[test]
    fn magnitudes_have_one_decimal_and_a_true_minus() {
        let values = [Some(5.0), Some(4.86), Some(-0.34), Some(-0.04), None];
        assert_eq!(values.map(magnitude), ["5.0", "4.9", "\u{2212}0.3", "0.0", "\u{2013}"]);
    }

    #[test]
    fn counts_have_narrow_spaces() {
        assert_eq!([0, 583, 2400, 1_234_567].map(count), ["0", "583", "2\u{202f}400", "1\u{202f}234\u{202f}567"]);
    }
}
