//! Text inside a line: formats that have one event a line must not find an end of line, or a separator, in a name.

use std::fmt::{self, Write};

/// A field of FDSN's text: bars, line breaks and other control characters become spaces, for there is no escaping.
pub(crate) struct Field<'a>(pub(crate) &'a str);

impl fmt::Display for Field<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|c| f.write_char(if c == '|' { ' ' } else { flat(c) }))
    }
}

/// A cell of comma-separated values, quoted where RFC 4180 asks for it. The RFC has room for line breaks in a cell,
/// but those who read line by line do not: they become spaces here too.
pub(crate) struct Cell<'a>(pub(crate) &'a str);

impl fmt::Display for Cell<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.contains([',', '"']) {
            return self.0.chars().try_for_each(|c| f.write_char(flat(c)));
        }
        f.write_char('"')?;
        for c in self.0.chars() {
            if c == '"' {
                f.write_char('"')?;
            }
            f.write_char(flat(c))?;
        }
        f.write_char('"')
    }
}

/// A value, or nothing where there is none.
pub(crate) struct Maybe<T>(pub(crate) Option<T>);

impl<T: fmt::Display> fmt::Display for Maybe<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_ref().map_or(Ok(()), |value| value.fmt(f))
    }
}

/// U+2028 and U+2029 are not control characters, but end a line for some readers.
fn flat(c: char) -> char {
    if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_has_neither_bar_nor_end_of_line() {
        assert_eq!(Field("a|b\r\nc\u{2028}d\0e, \"f\"").to_string(), "a b  c d e, \"f\"");
    }

    #[test]
    fn a_cell_is_quoted_only_where_it_must_be() {
        assert_eq!(Cell("Western Turkey").to_string(), "Western Turkey");
        assert_eq!(Cell("Puebla, Mexico").to_string(), "\"Puebla, Mexico\"");
        assert_eq!(Cell("the \"Rift\"\nof").to_string(), "\"the \"\"Rift\"\" of\"");
        assert_eq!(Cell("").to_string(), "");
    }

    #[test]
    fn nothing_is_written_for_what_is_not_known() {
        assert_eq!(format!("{}|{}", Maybe(None::<f64>), Maybe(Some(0.0))), "|0");
    }
}
