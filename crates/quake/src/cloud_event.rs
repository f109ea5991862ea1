//! What `CloudEvents` are called that tell of an earthquake, on the stream and in webhooks.

use crate::Quake;

impl Quake {
    /// The type of a `CloudEvent`: whether it tells of the earthquake for the first time. What is simulated has types of
    /// its own, so that a receiver who looks at nothing else does not take it for real.
    pub fn cloud_event_type(&self, first: bool) -> &'static str {
        match (self.is_simulated(), first) {
            (false, true) => "com.quakewire.earthquake.created.v1",
            (false, false) => "com.quakewire.earthquake.updated.v1",
            (true, true) => "com.quakewire.simulation.created.v1",
            (true, false) => "com.quakewire.simulation.updated.v1",
        }
    }
}
