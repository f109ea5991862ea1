//! The Flinn-Engdahl region: kept as it came, shown as people write.

use serde::{Deserialize, Serialize};

/// A region name. EMSC sends it in capitals; [`Region::readable`] is what a person reads.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Region(String);

/// Words that stay small inside a name.
const SMALL: [&str; 11] = ["and", "at", "de", "del", "for", "in", "near", "of", "off", "or", "the"];
/// Words that stay as they are: they stand for initials.
const INITIALS: [&str; 8] = ["USA", "US", "UK", "PNG", "UAE", "DR", "NWT", "NE"];

impl Region {
    /// Takes any text; kept to 200 characters (the longest Flinn-Engdahl name has 47).
    pub fn new(raw: &str) -> Self {
        Self(raw.trim().chars().take(200).collect())
    }

    /// The name as it came.
    pub fn raw(&self) -> &str {
        &self.0
    }

    /// The name in readable case; a name that already has small letters is left alone.
    ///
    /// ```
    /// # use quake::Region;
    /// let region = Region::new("OFF EAST COAST OF HONSHU, JAPAN");
    /// assert_eq!(region.readable(), "Off East Coast of Honshu, Japan");
    /// ```
    pub fn readable(&self) -> String {
        if self.0.is_empty() {
            return "Unnamed region".to_owned();
        }
        if self.0.chars().any(char::is_lowercase) {
            return self.0.clone();
        }
        let mut name = String::with_capacity(self.0.len());
        let mut rest = self.0.as_str();
        while !rest.is_empty() {
            let end = rest.find(|c: char| !is_letter(c)).unwrap_or(rest.len());
            let (word, tail) = rest.split_at(end);
            push_word(&mut name, word, tail);
            let gap = tail.find(is_letter).unwrap_or(tail.len());
            name.push_str(&tail[..gap]);
            rest = &tail[gap..];
        }
        name
    }
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || c == '\''
}

fn push_word(name: &mut String, word: &str, tail: &str) {
    let lower = word.to_lowercase();
    let begins_a_part = name.is_empty() || name.ends_with(", ") || name.ends_with('(');
    let dotted = word.chars().count() == 1 && tail.starts_with('.');
    if SMALL.contains(&lower.as_str()) && !begins_a_part {
        name.push_str(&lower);
    } else if dotted || INITIALS.contains(&word) {
        name.push_str(word);
    } else {
        let mut letters = word.chars();
        name.extend(letters.next());
        name.extend(letters.flat_map(char::to_lowercase));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn readable(raw: &str) -> String {
        Region::new(raw).readable()
    }

    #[test]
    fn capitals_become_readable() {
        assert_eq!(readable("WESTERN TURKEY"), "Western Turkey");
        assert_eq!(readable("TURKEY-SYRIA BORDER REGION"), "Turkey-Syria Border Region");
        assert_eq!(readable("CENTRAL MID-ATLANTIC RIDGE"), "Central Mid-Atlantic Ridge");
        assert_eq!(readable("NEW BRITAIN REGION, P.N.G."), "New Britain Region, P.N.G.");
        assert_eq!(readable("COTE D'IVOIRE"), "Cote D'ivoire");
        assert_eq!(readable("NEAR COAST OF CHIAPAS, MEXICO"), "Near Coast of Chiapas, Mexico");
        assert_eq!(readable("OFF COAST OF OREGON, USA"), "Off Coast of Oregon, USA");
    }

    #[test]
    fn mixed_case_is_left_as_it_came() {
        assert_eq!(readable("Île-de-France"), "Île-de-France");
    }

    #[test]
    fn the_raw_name_is_kept() {
        assert_eq!(Region::new(" SWITZERLAND ").raw(), "SWITZERLAND");
        assert_eq!(readable(""), "Unnamed region");
    }
}
