//! Told of gRPC, which tells of itself by reflection: lines to begin with.

use super::Here;
use super::operation::{Recipe, Subject};

pub(super) fn subject(here: &Here) -> Subject {
    let site = &here.site;
    let host = site.split("://").nth(1).unwrap_or(site);
    let plain = if site.starts_with("https") { "" } else { "-plaintext " };
    Subject {
        name: "gRPC",
        whom: "Services beside this one",
        about: "`Watch`, `List` and `Get` on the same port, unless the balancer in front has another for them; with \
            reflection and health. `proto/quakewire/v1` in the project says what each is.",
        start: "quakewire.v1.Earthquakes",
        operations: Vec::new(),
        recipes: vec![Recipe {
            title: "grpcurl",
            about: "What there is, and every change of magnitude 4 and more from now on. Where gRPC has a port of its own, \
                put that one here.",
            code: format!(
                "grpcurl {plain}{host} describe quakewire.v1.Earthquakes\n\
                 grpcurl {plain}-d '{{\"filter\": {{\"minMagnitude\": 4}}}}' {host} quakewire.v1.Earthquakes/Watch"
            ),
        }],
    }
}
