//! The page's words in nine languages: one flat catalogue per language, `frontend/messages/<language>.json`.
//!
//! The server has all of them; a browser is given the island's part with the page, and the rest as one file.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// One language's words by key.
#[derive(Debug)]
pub(crate) struct Messages {
    /// The language's tag, as `lang` attributes have it.
    pub(crate) language: &'static str,
    /// What the language calls itself.
    pub(crate) name: &'static str,
    texts: BTreeMap<String, String>,
}

/// What a language calls itself, and its catalogue. The first is what is spoken where no other is asked for.
const CATALOGUES: [(&str, &str, &str); 9] = [
    ("en", "English", include_str!("../messages/en.json")),
    ("es", "Español", include_str!("../messages/es.json")),
    ("fr", "Français", include_str!("../messages/fr.json")),
    ("de", "Deutsch", include_str!("../messages/de.json")),
    ("it", "Italiano", include_str!("../messages/it.json")),
    ("tr", "Türkçe", include_str!("../messages/tr.json")),
    ("el", "Ελληνικά", include_str!("../messages/el.json")),
    ("ja", "日本語", include_str!("../messages/ja.json")),
    ("id", "Bahasa Indonesia", include_str!("../messages/id.json")),
];

/// Keys that begin with these are what the living list says in the browser.
const ISLAND: [&str; 4] = ["list.", "ago.", "status.", "kind."];

static ALL: LazyLock<Vec<Messages>> = LazyLock::new(|| {
    let read = |(language, name, json)| {
        // Checked by the test that compares the catalogues.
        let texts = serde_json::from_str(json).expect("a catalogue is a flat object of texts");
        Messages { language, name, texts }
    };
    CATALOGUES.map(read).into()
});

impl Messages {
    /// All languages there are.
    pub(crate) fn all() -> &'static [Messages] {
        &ALL
    }

    /// The words of a language, if it is one of ours.
    pub(crate) fn of(language: &str) -> Option<&'static Messages> {
        ALL.iter().find(|messages| messages.language == language)
    }

    /// English.
    pub(crate) fn english() -> &'static Messages {
        &ALL[0]
    }

    /// The first language of an `Accept-Language` header that is one of ours, in the header's order of preference.
    pub(crate) fn accepted(header: &str) -> Option<&'static Messages> {
        let mut wishes: Vec<(f32, &str)> = header
            .split(',')
            .map(|wish| {
                let (tag, quality) = wish.split_once(";q=").unwrap_or((wish, "1"));
                (quality.trim().parse().unwrap_or(0.0), tag.trim())
            })
            .filter(|(quality, _)| *quality > 0.0)
            .collect();
        wishes.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        wishes.into_iter().find_map(|(_, tag)| Self::of(&tag.split('-').next()?.to_ascii_lowercase()))
    }

    /// The words for a key; the key itself where there are none, so that a hole is seen and nothing breaks.
    pub(crate) fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.find(key).unwrap_or(key)
    }

    /// The words for a key, if there are any.
    pub(crate) fn find(&self, key: &str) -> Option<&str> {
        self.texts.get(key).map(String::as_str)
    }

    /// The words for a key, each `{name}` replaced by its value.
    pub(crate) fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        crate::words::fill(self.get(key), values)
    }

    /// The words of the living list.
    pub(crate) fn island(&self) -> impl Iterator<Item = (&String, &String)> {
        self.texts.iter().filter(|(key, _)| ISLAND.iter().any(|prefix| key.starts_with(prefix)))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;

    fn placeholders(text: &str) -> Vec<&str> {
        let mut names: Vec<_> = text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn every_language_says_everything_and_leaves_nothing_out_of_it() {
        let english = Messages::english();
        for messages in Messages::all() {
            let keys = |messages: &Messages| messages.texts.keys().cloned().collect::<Vec<_>>();
            assert_eq!(keys(messages), keys(english), "{}", messages.language);
            for (key, text) in &messages.texts {
                assert_eq!(placeholders(text), placeholders(english.get(key)), "{} {key}", messages.language);
                assert!(!text.trim().is_empty(), "{} {key}", messages.language);
            }
        }
    }

    /// Every text literal of the page's code that looks like a key, and the beginnings of those made up in the code.
    fn keys_in_code() -> (BTreeSet<String>, Vec<String>) {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut folders = vec![root.join("src"), root.join("map/src")];
        let (mut whole, mut beginnings) = (BTreeSet::new(), Vec::new());
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let Ok(code) = fs::read_to_string(&path) else { continue };
                for literal in code.split(['"', '`']) {
                    match literal.split_once('{') {
                        Some((start, _)) if start.contains('.') => {
                            beginnings.push(start.trim_end_matches('$').to_owned());
                        }
                        _ => drop(whole.insert(literal.to_owned())),
                    }
                }
            }
        }
        (whole, beginnings)
    }

    #[test]
    fn every_text_is_said_somewhere_and_everything_said_has_a_text() {
        let (whole, beginnings) = keys_in_code();
        let texts = &Messages::english().texts;
        let unsaid: Vec<_> = texts
            .keys()
            .filter(|key| !whole.contains(*key) && !beginnings.iter().any(|start| key.starts_with(start)))
            .collect();
        assert!(unsaid.is_empty(), "nobody says {unsaid:?}");
        let subjects: BTreeSet<_> = texts.keys().filter_map(|key| key.split('.').next()).collect();
        let is_file =
            |key: &str| [".js", ".ts", ".json", ".png", ".css", ".mjs", ".rs"].iter().any(|end| key.ends_with(end));
        let like_a_key = |text: &&String| {
            let fine = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || ".- ".contains(letter);
            text.split_once('.').is_some_and(|(subject, rest)| subjects.contains(subject) && !rest.is_empty())
                && text.chars().all(fine)
                && !is_file(text)
        };
        let unknown: Vec<_> = whole.iter().filter(like_a_key).filter(|key| !texts.contains_key(*key)).collect();
        assert!(unknown.is_empty(), "there are no words for {unknown:?}");
    }

    #[test]
    fn the_best_language_of_ours_is_chosen_from_what_a_browser_accepts() {
        let chosen = |header| Messages::accepted(header).map(|messages| messages.language);
        assert_eq!(chosen("de-AT,de;q=0.9,en;q=0.8"), Some("de"));
        assert_eq!(chosen("nl;q=0.9, ja;q=0.4, fr-CA;q=0.8"), Some("fr"));
        assert_eq!(chosen("nl, *;q=0.5"), None);
        assert_eq!(chosen("it;q=0, ;q=x,"), None);
    }
}
