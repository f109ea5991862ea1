//! Where browsers find this site: what the addresses in previews begin with, which must be absolute.

use axum::http::{HeaderMap, HeaderName, header};
use service::Address;

/// The site's own address: set, or read from each request.
#[derive(Debug, Clone, Default)]
pub(crate) struct PublicAddress {
    set: Option<String>,
}

const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

impl PublicAddress {
    pub(crate) fn new(set: Option<&Address>) -> Self {
        Self { set: set.map(origin) }
    }

    /// Scheme and host, such as `https://example.org`; `None` when the request does not say it credibly. What it says
    /// goes into the page, so only a host and nothing else passes.
    pub(crate) fn of(&self, headers: &HeaderMap) -> Option<String> {
        if self.set.is_some() {
            return self.set.clone();
        }
        let text = |name| headers.get(name)?.to_str().ok();
        let scheme = match text(FORWARDED_PROTO) {
            None | Some("http") => "http",
            Some("https") => "https",
            Some(_) => return None,
        };
        let host = text(header::HOST)?;
        let plain = |c: u8| c.is_ascii_alphanumeric() || b".-:[]".contains(&c);
        if host.is_empty() || host.len() > 253 || !host.bytes().all(plain) {
            return None;
        }
        format!("{scheme}://{host}").parse().ok().as_ref().map(origin)
    }
}

impl PublicAddress {
    /// The same for answers that cannot do without: a request that does not say where it goes was written by hand.
    pub(crate) fn site(&self, headers: &HeaderMap) -> String {
        self.of(headers).unwrap_or_else(|| "http://localhost".to_owned())
    }
}

fn origin(address: &Address) -> String {
    address.url().origin().ascii_serialization()
}

/// Reads the setting.
///
/// # Errors
/// When it is no address of a site.
pub(crate) fn read(text: &str) -> Result<Address, String> {
    let address: Address = text.parse().map_err(|error| format!("{error}"))?;
    let url = address.url();
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let nobody = url.username().is_empty() && url.password().is_none();
    if matches!(url.scheme(), "http" | "https") && url.has_host() && bare && nobody {
        Ok(address)
    } else {
        Err("must be http or https and a host, with nothing after it".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(host: &str, proto: Option<&str>) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().unwrap());
        if let Some(proto) = proto {
            headers.insert(FORWARDED_PROTO, proto.parse().unwrap());
        }
        PublicAddress::default().of(&headers)
    }

    #[test]
    fn the_request_says_where_the_site_is_unless_it_is_set() {
        assert_eq!(of("example.org", Some("https")).as_deref(), Some("https://example.org"));
        assert_eq!(of("127.0.0.1:8080", None).as_deref(), Some("http://127.0.0.1:8080"));
        assert_eq!(of("[::1]:8080", None).as_deref(), Some("http://[::1]:8080"));
        let set = PublicAddress::new(Some(&read("https://quakes.example/").unwrap()));
        assert_eq!(set.of(&HeaderMap::new()).as_deref(), Some("https://quakes.example"));
    }

    #[test]
    fn what_is_no_host_gets_nowhere() {
        for host in ["", "a b", "x/y", "evil@host", "a\"><script>", "host:99999", "?", &"a".repeat(300)] {
            assert_eq!(of(host, None), None, "{host}");
        }
        assert_eq!(of("example.org", Some("javascript")), None);
    }

    #[test]
    fn the_setting_is_a_site_and_nothing_else() {
        for text in ["ftp://a", "https://a/b", "https://u:p@a", "https://a?x", "nowhere"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
