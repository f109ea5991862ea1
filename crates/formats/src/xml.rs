//! Text inside XML: the one place that escapes it.

use std::fmt::{self, Write};

/// Any text, written so that it may stand in an element or between double quotes.
///
/// What XML 1.0 does not allow in any form (most control characters, U+FFFE, U+FFFF) becomes U+FFFD, the character
/// that says something was here.
#[derive(Debug, Clone, Copy)]
pub struct Escaped<'a>(pub &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                // A reader would make a line feed of it.
                '\r' => f.write_str("&#13;")?,
                '\t' | '\n' => f.write_char(c)?,
                '\0'..' ' | '\u{fffe}' | '\u{ffff}' => f.write_char(char::REPLACEMENT_CHARACTER)?,
                other => f.write_char(other)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_markup_is_escaped() {
        assert_eq!(Escaped("a<b> & \"c\" 'd' é 地").to_string(), "a&lt;b&gt; &amp; &quot;c&quot; 'd' é 地");
    }

    #[test]
    fn every_character_comes_through_an_xml_reader_or_was_replaced() {
        let all: String = ('\0'..=char::MAX).collect();
        let written = format!("<a>{}</a>", Escaped(&all));
        let document = roxmltree::Document::parse(&written).unwrap();
        let read = document.root_element().text().unwrap();
        assert_eq!(read.chars().count(), all.chars().count());
        let replaced = read.chars().zip(all.chars()).filter(|(read, meant)| read != meant).count();
        assert_eq!(replaced, 29 + 2, "32 control characters but tab, line feed, carriage return; and two more");
    }
}
