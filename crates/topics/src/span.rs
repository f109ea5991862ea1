//! The span of one report: what every log line about it says, in all services.

use quake::record::Source;
use quake::{Quake, TraceParent};
use tracing::{Span, error_span};

/// What happens to a report happens in this span, so that its way can be followed by `trace_id`, its revisions by
/// `unid`. No filter takes it away from lines that pass: telemetry lets every span of this module through.
pub fn report(quake: &Quake, source: Option<Source>, trace: Option<TraceParent>) -> Span {
    let (source, trace_id) = (source.map(Source::as_str), trace.map(TraceParent::trace_id));
    error_span!("report", unid = %quake.id, revision = %quake.updated, source, trace_id)
}

/// The span of what came and could not be read.
pub fn unreadable(source: Option<Source>, trace: Option<TraceParent>) -> Span {
    error_span!("report", source = source.map(Source::as_str), trace_id = trace.map(TraceParent::trace_id))
}

/// A line about one report: told (`info`) if the report was news, and only there for who looks closer (`debug`) if it
/// fills the past. See [`Quake::was_news`](quake::Quake::was_news).
#[macro_export]
macro_rules! tell {
    ($news:expr, $($line:tt)+) => {
        if $news {
            ::tracing::info!($($line)+)
        } else {
            ::tracing::debug!($($line)+)
        }
    };
}
