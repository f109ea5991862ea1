//! The labels of a stream as a push writes them: `{service="producer", level="info"}`.

use super::line::Labels;

/// Loki's usual limits (`max_label_names_per_series`, `max_label_name_length`, `max_label_value_length`).
const MOST: usize = 15;
const NAME: usize = 1_024;
const VALUE: usize = 2_048;

/// Reads the labels, in any order.
///
/// # Errors
/// What Loki would say.
pub(super) fn parse(text: &str) -> Result<Labels, String> {
    let wrong = |what: &str| format!("error parsing labels '{text}' with error: {what}");
    let inner = text.trim().strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    let mut rest = inner.ok_or_else(|| wrong("no braces around them"))?.trim();
    let mut labels = Labels::new();
    while !rest.is_empty() {
        let (name, after) = rest.split_once('=').ok_or_else(|| wrong("a name without a value"))?;
        let name = name.trim();
        if !is_name(name) {
            return Err(wrong(&format!("`{name}` is no name")));
        }
        let (value, after) = quoted(after.trim_start()).ok_or_else(|| wrong("a value without quotes"))?;
        if name.len() > NAME || value.len() > VALUE {
            return Err(format!("stream '{text}' has label name or value too long: '{name}'"));
        }
        if labels.insert(name.to_owned(), value).is_some() {
            return Err(format!("stream '{text}' has duplicate label name: '{name}'"));
        }
        rest = after.trim_start();
        if let Some(next) = rest.strip_prefix(',') {
            rest = next.trim_start();
        } else if !rest.is_empty() {
            return Err(wrong("no comma between two labels"));
        }
    }
    match labels.len() {
        0 => Err("error at least one label pair is required per stream".to_owned()),
        count if count > MOST => Err(format!("entry for stream '{text}' has {count} label names; limit {MOST}")),
        _ => Ok(labels),
    }
}

fn is_name(name: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
    name.bytes().next().is_some_and(letter) && name.bytes().all(|byte| letter(byte) || byte.is_ascii_digit())
}

/// A value in double quotes with the escapes of Go that matter, and what follows it.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut characters = text.strip_prefix('"')?.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Some((value, &text[at + 2..])),
            '\\' => value.push(match characters.next()?.1 {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                same @ ('"' | '\\') => same,
                // Go knows more escapes, but not Rust's `\u{…}`: what we do not know, Loki would not either.
                _ => return None,
            }),
            _ => value.push(character),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_read_in_any_order_and_spacing() {
        let tidy = parse(r#"{environment="test",level="info",service="producer"}"#).unwrap();
        assert_eq!(parse(r#"{ service="producer", level = "info" ,environment="test", }"#).unwrap(), tidy);
        assert_eq!(tidy["service"], "producer");
    }

    #[test]
    fn a_value_may_hold_anything_in_quotes() {
        let labels = parse(r#"{a="b\"c\\, d={}",e=""}"#).unwrap();
        assert_eq!(labels["a"], r#"b"c\, d={}"#);
        assert_eq!(labels["e"], "");
    }

    #[test]
    fn what_loki_would_not_read_is_refused() {
        for wrong in ["", "{}", "a=\"b\"", "{a=b}", "{a=\"b\"", "{1a=\"b\"}", "{a=\"b\" c=\"d\"}", "{a=\"b\",a=\"c\"}"]
        {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
        let many: Vec<String> = (0..16).map(|number| format!("l{number}=\"\"")).collect();
        assert!(parse(&format!("{{{}}}", many.join(","))).unwrap_err().contains("limit 15"));
        assert!(parse("{a=\"\\u{1f}\"}").is_err());
    }
}
