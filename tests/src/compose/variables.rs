//! The variables in compose files: `${NAME}`, `${NAME:-default}`, `${NAME:?what is missing}` and `$$`.

use std::fmt::Write;

use super::deployment::Variables;

/// A variable as it is used in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// Its name.
    pub name: String,
    /// What stands for it where it is not set.
    pub default: Option<String>,
    /// Whether it has to be set.
    pub required: bool,
}

/// A text, cut into what stands there and what is to be put there.
enum Piece<'a> {
    Text(&'a str),
    Use(Use),
}

/// The variables that a text uses.
pub fn uses(text: &str) -> Vec<Use> {
    let pieces = pieces(text).into_iter();
    pieces.filter_map(|piece| if let Piece::Use(found) = piece { Some(found) } else { None }).collect()
}

/// A text with its variables filled in.
pub fn fill(text: &str, variables: &Variables) -> String {
    let mut filled = String::new();
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => filled.push_str(text),
            Piece::Use(Use { name, default, required }) => {
                let set = variables.get(&name).filter(|value| !value.is_empty()).or(default.as_ref());
                assert!(set.is_some() || !required, "{name} has to be set");
                let _ = write!(filled, "{}", set.map_or("", String::as_str));
            }
        }
    }
    filled
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        pieces.push(Piece::Text(&rest[..at]));
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('$') {
            pieces.push(Piece::Text("$"));
            rest = after;
            continue;
        }
        let inner = rest.strip_prefix('{').and_then(|rest| rest.split_once('}'));
        let (inside, after) = inner.unwrap_or_else(|| panic!("`{text}` has a $ that is neither ${{…}} nor $$"));
        pieces.push(Piece::Use(read(inside)));
        rest = after;
    }
    pieces.push(Piece::Text(rest));
    pieces
}

fn read(inside: &str) -> Use {
    let used = |name: &str, default: Option<&str>, required| {
        assert!(
            name.bytes().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == b'_'),
            "`{inside}` is not in a form that both versions of compose know"
        );
        Use { name: name.to_owned(), default: default.map(str::to_owned), required }
    };
    if let Some((name, default)) = inside.split_once(":-") {
        used(name, Some(default), false)
    } else if let Some((name, _)) = inside.split_once(":?") {
        used(name, None, true)
    } else {
        used(inside, None, false)
    }
}

#[test]
fn variables_are_filled_in_as_compose_does() {
    let set = Variables::from([("A".to_owned(), "1".to_owned()), ("EMPTY".to_owned(), String::new())]);
    for (text, filled) in [
        ("plain", "plain"),
        ("${A}-${B}", "1-"),
        ("${A:-2}${B:-2}${EMPTY:-3}", "123"),
        ("$${A} costs $$5", "${A} costs $5"),
        ("${A:?has to be there}", "1"),
    ] {
        assert_eq!(fill(text, &set), filled, "{text}");
    }
    assert_eq!(uses("${A}:${B:-x}").into_iter().map(|used| used.name).collect::<Vec<_>>(), ["A", "B"]);
}

#[test]
#[should_panic(expected = "B has to be set")]
fn what_has_to_be_set_is_asked_for() {
    fill("${B:?please}", &Variables::new());
}
