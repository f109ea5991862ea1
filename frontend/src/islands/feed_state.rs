//! The state of the feed in the header: a lamp and a few words, and behind them what was measured.

use leptos::prelude::*;

use super::catalogue::Listing;
use super::delay::Delays;
use super::feed::Heard;
use super::row::RowContext;
use crate::{clock, words};

pub(crate) fn feed_state(
    context: RowContext,
    listing: Memo<Listing>,
    Heard { loaded, partial, status, recovery, to_screen, to_publication, .. }: Heard,
) -> impl IntoView {
    let view = context.view;
    let state = move || {
        if let Some(at) = view.with(|view| view.at) {
            return context.say("status.playback", &[("time", &clock::people(at, context.east(at)))]);
        }
        let now = context.now.get();
        let east = context.east(now);
        context.speech.with_value(|speech| status.get().words(now, recovery.get(), speech, east))
    };
    let count = move || {
        let mut count = words::count(listing.with(|listing| listing.count));
        if partial.get() && !loaded.get() {
            count.push('+');
        }
        let days = view.with(|view| view.days).to_string();
        context.say("list.count", &[("count", &count), ("days", &days)])
    };
    // Moments of a replay pass too fast to be spoken.
    let spoken = move || if view.with(|view| view.at.is_some()) { "off" } else { "polite" };
    let recovered = move || words::count(recovery.get().count);
    let screen = move || delays(context, &to_screen.read(), milliseconds);
    let publication = move || delays(context, &to_publication.read(), minutes);
    let name = move |key| context.say(key, &[]);
    view! {
        <details class="feed">
            <summary>
                <i class=move || status.get().lamp()></i>
                <span role="status" aria-live=spoken>{state}</span>
                " \u{b7} "
                <b>{count}</b>
            </summary>
            <div class="card panel">
                <h2>{name("status.title")}</h2>
                <dl>
                    <dt>{name("status.published")}</dt>
                    <dd>{publication}</dd>
                    <dt>{name("status.delay")}</dt>
                    <dd data-delay>{screen}</dd>
                    <dt>{name("status.recovered")}</dt>
                    <dd>{recovered}</dd>
                </dl>
                <p>{name("status.what")}</p>
            </div>
        </details>
    }
}

/// Median and 95th percentile, or that nothing was measured yet.
fn delays(context: RowContext, delays: &Delays, write: fn(i64) -> String) -> String {
    let (Some(p50), Some(p95)) = (delays.percentile(50), delays.percentile(95)) else {
        return context.say("status.unmeasured", &[]);
    };
    let (p50, p95, count) = (write(p50), write(p95), delays.count().to_string());
    context.say("status.percentiles", &[("p50", &p50), ("p95", &p95), ("n", &count)])
}

fn milliseconds(ms: i64) -> String {
    format!("{ms} ms")
}

fn minutes(ms: i64) -> String {
    let seconds = ms / clock::SECOND;
    if seconds < 120 { format!("{seconds} s") } else { format!("{} min", seconds / 60) }
}
