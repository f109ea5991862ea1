//! A URL in the settings that never shows its password.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};
use url::Url;

/// A URL. Printed or logged, its user name and password and query are masked.
#[derive(Clone, PartialEq, Eq)]
pub struct Address(Url);

impl Address {
    /// The URL itself, secrets and all.
    pub fn url(&self) -> &Url {
        &self.0
    }

    /// Whether the host is this machine.
    pub fn is_loopback(&self) -> bool {
        match self.0.host() {
            Some(url::Host::Domain(name)) => name == "localhost",
            Some(url::Host::Ipv4(address)) => address.is_loopback(),
            Some(url::Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
    }
}

impl FromStr for Address {
    type Err = url::ParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = self.0.clone();
        if shown.password().is_some() || !shown.username().is_empty() {
            // These fail only for URLs that cannot have credentials, which this one has.
            let _ = shown.set_username("***");
            let _ = shown.set_password(None);
        }
        if shown.query().is_some() {
            shown.set_query(Some("***"));
        }
        f.write_str(shown.as_str())
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Address {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_never_shown() {
        let address: Address = "https://user:pass@logs.example.org/x?token=abc".parse().unwrap();
        assert_eq!(address.to_string(), "https://***@logs.example.org/x?***");
        assert_eq!(format!("{address:?}"), address.to_string());
    }

    #[test]
    fn loopback_is_known_by_name_and_number() {
        for (text, loopback) in [
            ("ws://localhost:1", true),
            ("ws://127.0.0.1:1", true),
            ("ws://[::1]:1", true),
            ("ws://example.org", false),
        ] {
            assert_eq!(text.parse::<Address>().unwrap().is_loopback(), loopback, "{text}");
        }
    }
}
