//! Whose events these are: who contributed them to this service.

use quake::{Quake, SIMULATED_CATALOG};

/// Who told us of the event: `EMSC`, or `SIMULATED` for what the stand-in made up. Not the agency that located it
/// (that is [`Quake::agency`], and it may change with each revision), nor the catalogue.
pub fn contributor(quake: &Quake) -> &'static str {
    if quake.is_simulated() { SIMULATED_CATALOG } else { "EMSC" }
}

/// The contributor as USGS writes networks, in lower case.
pub(crate) fn network(quake: &Quake) -> &'static str {
    if quake.is_simulated() { SIMULATED_NETWORK } else { EMSC_NETWORK }
}

pub(crate) const EMSC_NETWORK: &str = "emsc";
pub(crate) const SIMULATED_NETWORK: &str = "simulated";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::quake;

    #[test]
    fn a_network_is_its_contributor_in_lower_case() {
        for quake in [quake(""), quake(r#""source_catalog":"SIMULATED""#)] {
            assert_eq!(contributor(&quake).to_lowercase(), network(&quake));
        }
    }
}
