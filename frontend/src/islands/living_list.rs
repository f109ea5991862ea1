//! The living list: status and newest earthquakes, kept current by the stream for as long as the page is open.

use std::time::Duration;

use leptos::prelude::*;

use super::feed::Feed;
use super::roll::Roll;
use super::row::{RowContext, row};
use super::seam::{self, Map};
use super::snapshot::Snapshot;
use super::status::Status;
use crate::words;

/// How often ages are told anew.
const TICK: Duration = Duration::from_secs(5);

/// The header card and the list.
#[island]
pub fn LivingList(
    /// The window as the server saw it.
    snapshot: Snapshot,
) -> impl IntoView {
    let Snapshot { newest, total, days, now: rendered, cursor, window_url } = snapshot;
    let (roll, set_roll) = signal(Roll::new(newest));
    let (total, set_total) = signal(total);
    let (now, set_now) = signal(rendered);
    let (status, set_status) = signal(Status::Rendered { at: rendered });
    let (chosen, set_chosen) = signal(None::<String>);
    let (saying, set_saying) = signal(String::new());

    let choose = Callback::new(move |id: String| {
        Map::new().select(id.clone());
        seam::remember(&id);
        set_chosen.set(Some(id));
    });

    Effect::new(move |_| {
        let (cursor, window_url) = (cursor.clone(), window_url.clone());
        Feed::new(cursor, window_url, set_roll, set_total, set_status, set_saying).follow();

        let tick = move || set_now.set(js_sys::Date::now() as i64);
        tick();
        if let Ok(ticking) = set_interval_with_handle(tick, TICK) {
            on_cleanup(move || ticking.clear());
        }
        if let Some(id) = seam::remembered() {
            choose.run(id);
        }
        let listener = window_event_listener_untyped(seam::SELECT_EVENT, move |event| {
            let id = seam::selected(&event);
            if let Some(id) = &id {
                seam::reveal(id);
                seam::remember(id);
            }
            set_chosen.set(id);
        });
        on_cleanup(move || listener.remove());
    });

    let context = RowContext { now, chosen, choose };
    let entries = move || roll.with(|roll| roll.entries().to_vec());

    view! {
        <header class="card brand">
            <svg viewBox="0 0 28 28" aria-hidden="true">
                <circle cx="14" cy="14" r="3.2" />
                <circle cx="14" cy="14" r="7.6" class="near" />
                <circle cx="14" cy="14" r="12" class="far" />
            </svg>
            <div>
                <h1>"Quakewire"</h1>
                <p>
                    <i class=move || status.get().lamp()></i>
                    <span role="status">{move || status.get().words(now.get())}</span>
                    " \u{b7} "
                    <b>{move || words::count(total.get())}</b>
                    {format!(" events in {days} d")}
                </p>
            </div>
        </header>
        <section class="card list" aria-labelledby="latest">
            <h2 id="latest" tabindex="-1">"Latest"</h2>
            <ol>
                <For each=entries key=|entry| (entry.bulletin.id.clone(), entry.bulletin.updated) let(entry)>
                    {row(&entry, context)}
                </For>
            </ol>
        </section>
        <p class="hidden" aria-live="polite">{saying}</p>
    }
}
