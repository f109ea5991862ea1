//! The name of an earthquake: EMSC's `unid`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// EMSC's identifier of an event, normally `YYYYMMDD_NNNNNNN`. It is the key of the topic and of the table.
///
/// 1 to [`QuakeId::MAX_LEN`] characters out of `A-Z a-z 0-9 _ - . :`, so that it can stand in a key, a header
/// and a URL without escaping.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct QuakeId(String);

/// The text is not an identifier: empty, too long, or with a character outside the permitted set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an event id (1 to {} letters, digits, '_', '-', '.' or ':')", QuakeId::MAX_LEN)]
pub struct BadId;

impl QuakeId {
    /// EMSC's are 16 characters; other catalogues' are known to reach 40.
    pub const MAX_LEN: usize = 64;

    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for QuakeId {
    type Error = BadId;

    fn try_from(text: String) -> Result<Self, BadId> {
        let permitted = |c: u8| c.is_ascii_alphanumeric() || b"_-.:".contains(&c);
        if (1..=Self::MAX_LEN).contains(&text.len()) && text.bytes().all(permitted) {
            Ok(Self(text))
        } else {
            Err(BadId)
        }
    }
}

impl FromStr for QuakeId {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        Self::try_from(text.to_owned())
    }
}

impl From<QuakeId> for String {
    fn from(id: QuakeId) -> Self {
        id.0
    }
}

impl fmt::Display for QuakeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unid_of_emsc_is_an_id() {
        assert_eq!("20250305_0000090".parse::<QuakeId>().unwrap().as_str(), "20250305_0000090");
    }

    #[test]
    fn nothing_that_would_need_escaping_is_an_id() {
        for bad in ["", " ", "a b", "../x", "a/b", "a\n", "é", &"x".repeat(65)] {
            assert_eq!(bad.parse::<QuakeId>(), Err(BadId), "{bad:?}");
        }
    }
}
