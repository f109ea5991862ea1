//! How containers come up: when each was first seen to run, and when to be well.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::Result;

use super::MARK;
use super::engine::Engine;
use crate::step::spell;

/// What was seen of a service.
pub(crate) struct Start {
    pub(crate) service: String,
    /// From its container's start to its being healthy, or to its end for what runs once.
    pub(crate) took: Duration,
}

/// When each service was first seen to run, and how long it took to be well.
#[derive(Default)]
pub(crate) struct Sightings {
    began: BTreeMap<String, Instant>,
    /// Those that are well, in the order in which they became so.
    pub(crate) done: Vec<Start>,
}

impl Sightings {
    /// Whether all are well.
    pub(crate) fn look(&mut self, engine: &Engine) -> Result<bool> {
        let filter = format!("label=com.docker.compose.project={MARK}");
        let format = "{{.Label \"com.docker.compose.service\"}}\t{{.Status}}";
        let listed = engine.ask(&["ps", "--all", "--filter", &filter, "--format", format])?;
        let mut well = true;
        for (service, status) in listed.lines().filter_map(|line| line.split_once('\t')) {
            if status == "Created" {
                well = false;
                continue;
            }
            let began = *self.began.entry(service.to_owned()).or_insert_with(Instant::now);
            if !is_well(status) {
                well = false;
            } else if !self.done.iter().any(|start| start.service == service) {
                self.done.push(Start { service: service.to_owned(), took: began.elapsed() });
            }
        }
        Ok(well && !self.began.is_empty())
    }
}

impl Start {
    /// How long, for people.
    pub(crate) fn took(&self) -> String {
        spell(self.took)
    }
}

/// `Up 12 seconds (healthy)`, or `Exited (0) 5 seconds ago` for what runs once.
fn is_well(status: &str) -> bool {
    status.ends_with("(healthy)") || status.starts_with("Exited (0)")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_container_is_well_when_it_is_healthy_or_has_done_its_work() {
        assert!(is_well("Up 12 seconds (healthy)"));
        assert!(is_well("Exited (0) 5 seconds ago"));
        assert!(!is_well("Up 3 seconds (health: starting)"));
        assert!(!is_well("Up 3 minutes (unhealthy)"));
        assert!(!is_well("Exited (1) 5 seconds ago"));
        assert!(!is_well("Restarting (1) 2 seconds ago"));
    }
}
