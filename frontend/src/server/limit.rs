//! How often one address may ask: who asks more is told when to come back. Streams are limited by their number, pages
//! and files not at all.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{Extensions, HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::events;

/// What may come at once, in seconds' worth: a page of a script that asks for a year in months.
const BURST: u32 = 5;
/// How often addresses that have been quiet are forgotten.
pub(crate) const FORGET: Duration = Duration::from_mins(1);

/// The address at the other end of a connection.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// What each address may do.
#[derive(Debug, Clone)]
pub(crate) struct Limits {
    limiter: Option<Arc<DefaultKeyedRateLimiter<IpAddr>>>,
    proxies: usize,
}

impl Limits {
    /// `per_second` requests from one address, or any number where that is 0; `proxies` that stand in front of us and
    /// each write down whom they speak for.
    pub(crate) fn new(per_second: u32, proxies: usize) -> Self {
        let quota = NonZeroU32::new(per_second).map(|rate| {
            Quota::per_second(rate).allow_burst(rate.saturating_mul(NonZeroU32::new(BURST).unwrap_or(rate)))
        });
        Self { limiter: quota.map(|quota| Arc::new(RateLimiter::keyed(quota))), proxies }
    }

    /// Forgets who has been quiet.
    pub(crate) fn forget(&self) {
        if let Some(limiter) = &self.limiter {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }

    /// # Errors
    /// How many seconds to wait.
    fn check(&self, headers: &HeaderMap, extensions: &Extensions) -> Result<(), u64> {
        let (Some(limiter), Some(peer)) = (&self.limiter, extensions.get::<Peer>()) else { return Ok(()) };
        let client = network(client(headers, peer.0, self.proxies));
        limiter.check_key(&client).map_err(|not_until| {
            let wait = not_until.wait_time_from(DefaultClock::default().now());
            // Rounded up: who comes at the very second is not too early.
            wait.as_secs() + 1
        })
    }
}

/// How an interface says no: given how many seconds to wait, and what was asked.
pub(crate) type Refuse = fn(u64, &Request) -> Response;

/// The layer around an interface.
pub(crate) async fn limited(
    State((limits, refuse)): State<(Limits, Refuse)>,
    request: Request,
    next: Next,
) -> Response {
    match limits.check(request.headers(), request.extensions()) {
        Ok(()) => next.run(request).await,
        Err(seconds) => {
            events::request_limited();
            let mut response = refuse(seconds, &request);
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            response
        }
    }
}

/// Whom a request comes from. The last proxy wrote the last entry of `X-Forwarded-For`, the one before it the one
/// before; what stands further left anybody may have written.
fn client(headers: &HeaderMap, peer: IpAddr, proxies: usize) -> IpAddr {
    let forwarded = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let entries: Vec<&str> = forwarded.flat_map(|value| value.split(',')).map(str::trim).collect();
    let written = proxies.checked_sub(1).and_then(|before| entries.iter().rev().nth(before));
    written.and_then(|entry| entry.parse().ok()).unwrap_or(peer)
}

/// The part of an address that is one customer's: whoever has an IPv6 address has 2⁶⁴ of them.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forwarded(entries: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::HeaderName::from_static("x-forwarded-for"), entries.parse().unwrap())])
    }

    #[test]
    fn only_what_our_own_proxies_wrote_is_believed() {
        let peer: IpAddr = "10.0.0.1".parse().unwrap();
        let of = |proxies| client(&forwarded("1.1.1.1, 2.2.2.2,3.3.3.3"), peer, proxies).to_string();
        assert_eq!([of(0), of(1), of(2)], ["10.0.0.1", "3.3.3.3", "2.2.2.2"]);
        assert_eq!(of(9), "10.0.0.1");
        assert_eq!(client(&forwarded("nonsense"), peer, 1), peer);
    }

    #[test]
    fn a_customers_many_addresses_are_one() {
        let of = |text: &str| network(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), of("2001:db8:1:2::1"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:1.2.3.4"), of("1.2.3.4"));
    }

    #[test]
    fn who_asks_too_often_waits_and_others_do_not() {
        let limits = Limits::new(1, 0);
        let ask = |peer: &str| {
            let mut extensions = Extensions::new();
            extensions.insert(Peer(peer.parse().unwrap()));
            limits.check(&HeaderMap::new(), &extensions)
        };
        let answers: Vec<_> = (0..=BURST).map(|_| ask("1.1.1.1")).collect();
        assert!(answers[..BURST as usize].iter().all(Result::is_ok));
        assert!(matches!(answers.last(), Some(Err(1 | 2))));
        assert!(ask("2.2.2.2").is_ok());
        assert!(Limits::new(0, 0).check(&HeaderMap::new(), &Extensions::new()).is_ok());
    }
}
