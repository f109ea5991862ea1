//! Names into addresses, without those of private networks. The client connects to what comes from here and asks
//! nobody again, so a name that changes its address between two questions gains nothing.

use std::net::SocketAddr;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::address::refusal;

/// The name leads into a network that nothing is posted to.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{name} is {reason} and webhooks do not go there")]
pub(crate) struct Refused {
    name: String,
    reason: &'static str,
}

/// Asks the system's resolver and keeps the public addresses.
pub(crate) struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            // Port 0 is replaced by the URL's own.
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            Ok(Box::new(public(name.as_str(), found)?.into_iter()) as Addrs)
        })
    }
}

fn public(name: &str, found: Vec<SocketAddr>) -> Result<Vec<SocketAddr>, Refused> {
    let reason = found.iter().find_map(|address| refusal(address.ip()));
    let public: Vec<_> = found.into_iter().filter(|address| refusal(address.ip()).is_none()).collect();
    match reason {
        Some(reason) if public.is_empty() => Err(Refused { name: name.to_owned(), reason }),
        _ => Ok(public),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_addresses_of_both_kinds_is_reached_by_the_public_ones_only() {
        let all = ["10.0.0.1:0", "8.8.8.8:0", "[::1]:0"].map(|address| address.parse().unwrap());
        assert_eq!(public("mixed.example", all.to_vec()).unwrap(), ["8.8.8.8:0".parse().unwrap()]);
        let error = public("inside.example", vec![all[0]]).unwrap_err();
        assert_eq!(error.to_string(), "inside.example is private and webhooks do not go there");
    }

    #[tokio::test]
    async fn the_systems_own_names_of_this_machine_are_refused() {
        let error = PublicOnly.resolve("localhost".parse().unwrap()).await.err().unwrap();
        assert!(error.downcast_ref::<Refused>().is_some(), "{error}");
    }
}
