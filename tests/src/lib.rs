//! What the whole-pipeline tests stand on: a feed, backends, the services, and eyes at the other end.
//!
//! ```text
//! simulator ──> producer ──> Kafka ──> consumer ──> table ──> frontend
//!     │                        │                      │           ├──> [watcher] (SSE)
//!  [truth]                 [letters]              [truth]         └──> [browser] (Chromium) ──> [axe]
//!                    [rig]: all of it, in this process; [page]: a browser in front of it;
//!                    [child]: services as processes that can be killed
//!                    [balancer]: a real nginx in front of frontends, which finds them with [names]
//! ```
//!
//! [`FakeLoki`] takes their logs and [`Metrics`] reads what they count.
//!
//! The tests are in `tests/pipeline` and `tests/telemetry`. They take turns ([`turn()`]): each wants the machine for itself.
//!
//! Other people's programs ask this server in `tests/clients`.
//!
//! [`compose`] and [`programs`] are for the tests that only read: whether `compose/` and `terraform/` say what the code says.

mod axe;
pub mod balancer;
pub mod browser;
mod child;
pub mod compose;
mod letters;
mod loki;
mod metrics;
mod names;
mod page;
mod patience;
mod picture;
pub mod programs;
mod rig;
mod running;
mod say;
mod site;
mod truth;
mod turn;
mod watcher;

pub use axe::violations;
pub use child::{Child, free_address};
pub use letters::{Letter, dead_letters, records, traces};
pub use loki::{FakeLoki, Line, Mood, Tally};
pub use metrics::Metrics;
pub use page::Page;
pub use patience::eventually;
pub use picture::Picture;
pub use rig::{Frontend, Rig};
pub use running::Running;
pub use say::{demanded, figure, not_run};
pub use site::{built_site, site};
pub use truth::{Revision, latest_sent, latest_stored, revisions_sent, revisions_stored};
pub use turn::{Turn, turn};
pub use watcher::{Heard, Watcher, get};
