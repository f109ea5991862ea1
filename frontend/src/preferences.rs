//! How a reader likes things said and shown. Kept in one cookie, so that the server renders the page right at once.

use crate::messages::Messages;
use crate::words::{Clock, Units};

/// The cookie: `theme.units.clock.language`, such as `dark.km.utc.de`.
pub(crate) const COOKIE: &str = "quakewire";

/// Which colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the reader's system has it.
    #[default]
    System,
    /// Light on dark.
    Dark,
    /// Dark on light.
    Light,
}

/// A reader's preferences.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Preferences {
    /// Which colours.
    pub(crate) theme: Theme,
    /// Kilometres or miles.
    pub(crate) units: Units,
    /// UTC or local time.
    pub(crate) clock: Clock,
    /// The language chosen; `None` leaves it to what the browser accepts.
    pub(crate) language: Option<String>,
}

impl Theme {
    /// The word in addresses, cookies and `data-theme`.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Dark => "dark",
            Self::Light => "light",
        }
    }
}

impl Preferences {
    /// Reads a `Cookie` header. What is missing or unknown in it is as usual.
    pub(crate) fn of_cookies(header: &str) -> Self {
        let mut preferences = Self::default();
        let ours = header.split(';').filter_map(|pair| pair.trim().split_once('=')).find(|(name, _)| *name == COOKIE);
        for word in ours.map_or("", |(_, value)| value).split('.') {
            preferences.set(word);
        }
        preferences
    }

    /// Takes over what a word stands for; no word stands for two things.
    pub(crate) fn set(&mut self, word: &str) {
        match word {
            "system" => self.theme = Theme::System,
            "dark" => self.theme = Theme::Dark,
            "light" => self.theme = Theme::Light,
            "km" => self.units = Units::Kilometres,
            "mi" => self.units = Units::Miles,
            "utc" => self.clock = Clock::Utc,
            "local" => self.clock = Clock::Local,
            language if Messages::of(language).is_some() => self.language = Some(language.to_owned()),
            _ => {}
        }
    }

    /// The cookie's value.
    pub(crate) fn cookie(&self) -> String {
        let mut words = vec![self.theme.as_str(), self.units.as_str(), self.clock.as_str()];
        words.extend(self.language.as_deref());
        words.join(".")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_brings_back_what_was_chosen() {
        let chosen = Preferences {
            theme: Theme::Light,
            units: Units::Miles,
            clock: Clock::Local,
            language: Some("ja".to_owned()),
        };
        assert_eq!(chosen.cookie(), "light.mi.local.ja");
        assert_eq!(Preferences::of_cookies(&format!("a=b; quakewire={}; c", chosen.cookie())), chosen);
    }

    #[test]
    fn rubbish_in_the_cookie_is_as_if_it_were_not_there() {
        assert_eq!(Preferences::of_cookies("quakewire=purple.parsec.<script>.xx"), Preferences::default());
        assert_eq!(Preferences::of_cookies(""), Preferences::default());
    }
}
