//! A rule's address, checked when the rules are read.

use std::net::IpAddr;

use url::{Host, Url};

use crate::address::refusal;

/// Reads an address. Numbers in any form the standard of URLs knows (`0x7f.1`, `2130706433`) are addresses here as they
/// are for the client; names are looked up and checked anew for each connection.
///
/// Ports are 80, 443 and those from 1024 on. Below 1024 live mail, shells and other services that are no receivers of
/// webhooks, and some of them take a POST for commands; receivers of one's own usually have a port such as 8080.
pub(crate) fn read(text: &str, private: bool) -> Result<Url, String> {
    let url: Url = text.parse().map_err(|error| format!("url is not one: {error}"))?;
    if !matches!(url.scheme(), "https" | "http") {
        return Err(format!("url begins with {}:, and only https: and http: are known", url.scheme()));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(
            "url has a user's name or password, which servers and proxies write into logs; use token or secret"
                .to_owned(),
        );
    }
    if url.fragment().is_some() {
        return Err("url has a part behind #, which no server ever sees".to_owned());
    }
    let port = url.port_or_known_default().unwrap_or_default();
    if !matches!(port, 80 | 443 | 1024..) {
        return Err(format!("url has port {port}; webhooks go to 80, 443 and those from 1024 on"));
    }
    if !private && let Some(reason) = refused(&url) {
        return Err(format!("url leads to an address that is {reason}; --webhooks-private allows that"));
    }
    Ok(url)
}

fn refused(url: &Url) -> Option<&'static str> {
    match url.host() {
        Some(Host::Ipv4(address)) => refusal(IpAddr::V4(address)),
        Some(Host::Ipv6(address)) => refusal(IpAddr::V6(address)),
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            (name == "localhost" || name.ends_with(".localhost")).then_some("loopback")
        }
        None => Some("none at all"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_receivers_are_read() {
        for text in [
            "https://hooks.example/quakes?key=1",
            "http://hooks.example",
            "https://ntfy.sh/quakes",
            "https://hooks.example:8443/x",
            "http://8.8.8.8:1024/",
            "http://[2606:4700::1111]/",
        ] {
            assert!(read(text, false).is_ok(), "{text}");
        }
    }

    #[test]
    fn private_addresses_are_refused_however_they_are_written_and_allowed_where_that_is_asked_for() {
        for text in [
            "http://127.0.0.1/",
            "http://127.0.0.1./",
            "http://0x7f.1/",
            "http://0x7f000001/",
            "http://2130706433/",
            "http://0177.0.0.1/",
            "http://127.1/",
            "http://127.0.0.1:8080/",
            "http://0/",
            "http://１２７.0.0.1/",
            "http://127%2e0%2e0%2e1/",
            "http://[::1]/",
            "http://[::]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:7f00:1]/",
            "http://[0:0:0:0:0:ffff:10.0.0.1]/",
            "http://[64:ff9b::169.254.169.254]/",
            "http://[2002:7f00:1::]/",
            "http://[fd00::1]/",
            "http://169.254.169.254/latest/meta-data/",
            "http://10.1/",
            "http://localhost/",
            "http://LOCALHOST./",
            "http://a.localhost:8080/",
        ] {
            let error = read(text, false).unwrap_err();
            assert!(error.contains("--webhooks-private"), "{text}: {error}");
            assert!(read(text, true).is_ok(), "{text}");
        }
    }

    #[test]
    fn what_is_no_address_of_a_receiver_is_refused_in_any_case() {
        for (text, reason) in [
            ("", "not one"),
            ("hooks.example", "not one"),
            ("ftp://hooks.example/", "only https: and http:"),
            ("file:///etc/passwd", "only https: and http:"),
            ("gopher://hooks.example:70/", "only https: and http:"),
            ("https://user:pass@hooks.example/", "password"),
            ("https://user@hooks.example/", "password"),
            ("https://hooks.example/#x", "behind #"),
            ("http://hooks.example:25/", "port 25"),
            ("http://hooks.example:22/", "port 22"),
            ("http://hooks.example:0/", "port 0"),
            ("http://hooks.example:1023/", "port 1023"),
            ("http://[::1", "not one"),
            ("http://256.256.256.256/", "not one"),
        ] {
            let error = read(text, true).unwrap_err();
            assert!(error.contains(reason), "{text}: {error}");
        }
    }
}
