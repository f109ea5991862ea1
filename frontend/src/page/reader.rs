//! For whom a page is made.

use crate::messages::Messages;
use crate::preferences::Preferences;

/// A reader's language and likings.
#[derive(Debug, Clone)]
pub(crate) struct Reader {
    /// The words in the reader's language.
    pub(crate) messages: &'static Messages,
    /// Theme, units, clock.
    pub(crate) preferences: Preferences,
}

impl Reader {
    /// The reader of a request. What the address says (`theme`, `units`, `clock`, `lang`) goes before the cookie, so that
    /// a link or an embedding page can choose; the language chosen goes before what the browser accepts.
    pub(crate) fn of(search: &str, cookies: &str, accepted: &str) -> Self {
        let mut preferences = Preferences::of_cookies(cookies);
        for (name, value) in form_urlencoded::parse(search.as_bytes()) {
            if matches!(&*name, "theme" | "units" | "clock" | "lang") {
                preferences.set(&value);
            }
        }
        let chosen = preferences.language.as_deref().and_then(Messages::of);
        let messages = chosen.or_else(|| Messages::accepted(accepted)).unwrap_or_else(Messages::english);
        Self { messages, preferences }
    }

    /// The same reader of a page that is in English only.
    pub(crate) fn in_english(self) -> Self {
        Self { messages: Messages::english(), ..self }
    }

    /// The words for a key.
    pub(crate) fn say(&self, key: &'static str) -> &'static str {
        self.messages.get(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preferences::Theme;

    #[test]
    fn the_address_goes_before_the_cookie_and_the_cookie_before_the_browser() {
        let language = |search, cookies, accepted| Reader::of(search, cookies, accepted).messages.language;
        assert_eq!(language("lang=it", "quakewire=dark.km.utc.de", "fr"), "it");
        assert_eq!(language("", "quakewire=dark.km.utc.de", "fr"), "de");
        assert_eq!(language("lang=xx", "", "fr"), "fr");
        assert_eq!(language("", "", ""), "en");
        assert_eq!(Reader::of("theme=light&q=dark", "", "").preferences.theme, Theme::Light);
    }
}
