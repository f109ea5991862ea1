//! What can be asked: for what reads it, and for what describes it.

use crate::server::interfaces::parameters::{Parameter, Takes};
use crate::server::interfaces::selection;

/// Items on one page at most. More than that is no error, says the standard, but as if this had been asked for.
pub(super) const MOST: usize = 10_000;
/// Items on one page where nothing is said: the standard's own proposal.
pub(super) const USUAL: usize = 10;

/// QuakeML's words for what shook the ground, as far as EMSC tells these things apart.
pub(super) const TYPES: [&str; 10] = [
    "earthquake",
    "rock burst",
    "induced or triggered event",
    "mining explosion",
    "quarry blast",
    "explosion",
    "nuclear explosion",
    "landslide",
    "sonic boom",
    "other event",
];

/// What people add to read in a browser what they have from other servers.
pub(super) const F: Parameter = Parameter {
    name: "f",
    aliases: &[],
    takes: Takes::Choice(&["json"]),
    default: "json",
    about: "The format; there is JSON alone",
    example: "json",
};

/// All that can be asked of items.
pub(crate) static PARAMETERS: [Parameter; 10] = [
    Parameter {
        about: "`west,south,east,north` in degrees, or `west,south,low,east,north,high` with heights in metres, which \
                are negative below the sea; west beyond east crosses the date line",
        ..selection::BBOX
    },
    Parameter {
        name: "datetime",
        aliases: &[],
        takes: Takes::Text,
        default: "",
        about: "Origin time: an instant, a day, or two of them with `/` between, either of which may be `..`; UTC",
        example: "2026-11-20T00:00:00Z/..",
    },
    Parameter {
        name: "limit",
        aliases: &[],
        takes: Takes::Integer { min: 1, max: u64::MAX },
        default: "10",
        about: "So many on a page at most; more than 10000 is taken for 10000",
        example: "100",
    },
    selection::MIN_MAGNITUDE,
    selection::MAX_MAGNITUDE,
    selection::MIN_DEPTH,
    selection::MAX_DEPTH,
    Parameter {
        name: "type",
        aliases: &[],
        takes: Takes::Choice(&TYPES),
        default: "",
        about: "What shook the ground, as in the property of this name",
        example: "earthquake",
    },
    Parameter {
        name: "cursor",
        aliases: &[],
        takes: Takes::Text,
        default: "",
        about: "Where to go on, out of the link to the next page",
        example: "",
    },
    F,
];
