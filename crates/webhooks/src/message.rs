//! A message: what is posted, the same at every try but for the moment that is signed.

use jiff::Timestamp;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use topics::Record;
use url::Url;

use crate::memory::Occasion;
use crate::rule::{Channel, Rule};
use crate::{envelope, notification};

/// The headers of Standard Webhooks.
const ID: HeaderName = HeaderName::from_static("webhook-id");
const TIMESTAMP: HeaderName = HeaderName::from_static("webhook-timestamp");
const SIGNATURE: HeaderName = HeaderName::from_static("webhook-signature");

/// What one rule tells of one revision.
pub(crate) struct Message {
    pub(crate) id: String,
    pub(crate) body: Vec<u8>,
    headers: HeaderMap,
}

impl Message {
    pub(crate) fn new(rule: &Rule, record: &Record, occasion: Occasion, site: Option<&Url>) -> Self {
        let id = rule.message_id(&record.quake);
        let link = site.and_then(|site| page(site, record.quake.id.as_str()));
        let mut headers = HeaderMap::new();
        let body = match &rule.channel {
            Channel::Webhook { .. } => {
                headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/cloudevents+json; charset=utf-8"));
                envelope::of(&id, rule, record, occasion, site, link.as_ref())
            }
            Channel::Ntfy { authorization } => {
                headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
                headers.extend(authorization.clone().map(|value| (AUTHORIZATION, value)));
                headers.extend(notification::headers(&record.quake, occasion, link.as_ref()));
                notification::text(&record.quake, occasion)
            }
        };
        headers.insert(ID, header(&id));
        Self { id, body, headers }
    }

    /// The headers of a try at this moment.
    pub(crate) fn headers(&self, rule: &Rule, now: Timestamp) -> HeaderMap {
        let mut headers = self.headers.clone();
        if let Channel::Webhook { secret } = &rule.channel {
            headers.insert(TIMESTAMP, HeaderValue::from(now.as_second()));
            headers.insert(SIGNATURE, header(&secret.signature(&self.id, now.as_second(), &self.body)));
        }
        headers
    }
}

fn header(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).expect("ids and signatures are plain letters")
}

/// The earthquake's own page on our site.
fn page(site: &Url, id: &str) -> Option<Url> {
    let mut page = site.clone();
    page.path_segments_mut().ok()?.pop_if_empty().extend(["event", id]);
    page.set_query(None);
    Some(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_an_earthquake_lies_below_the_site() {
        for site in ["https://quakes.example", "https://quakes.example/"] {
            let page = page(&site.parse().unwrap(), "20261120_0000001").unwrap();
            assert_eq!(page.as_str(), "https://quakes.example/event/20261120_0000001");
        }
        let below = page(&"https://example.org/quakes/?x=1".parse().unwrap(), "a:b").unwrap();
        assert_eq!(below.as_str(), "https://example.org/quakes/event/a:b");
    }
}
