//! The living list: status and earthquakes, kept current by the stream for as long as the page is open.

use std::time::Duration;

use leptos::prelude::*;
use quake::BoundingBox;

use super::catalogue::{Entry, Listing};
use super::feed::{Feed, Heard};
use super::feed_state::feed_state;
use super::row::{RowContext, row};
use super::snapshot::Snapshot;
use super::{address, seam, tabs};
use crate::view::{self, View};

/// How often ages are told anew.
const TICK: Duration = Duration::from_secs(5);

/// When clocks are compared: after the map has come, whose files are what people wait for.
const COMPARE_AFTER: Duration = Duration::from_secs(10);

/// The header card and the list.
#[island]
pub fn LivingList() -> impl IntoView {
    let Snapshot { rows, count, pinned, aftershocks, search, now: rendered, cursor, speech } = Snapshot::take();
    let first_listing = Listing {
        rows: rows.iter().cloned().map(Entry::from).collect(),
        count,
        pinned: pinned.clone().map(|mainshock| (mainshock.into(), aftershocks)),
    };
    let tab_links = search.clone();
    let heard = Heard::new(rows.into_iter().chain(pinned), rendered);
    let (now, set_now) = signal(rendered);
    let awake = RwSignal::new(false);
    let (search, set_search) = signal(search);
    let (sight, set_sight) = signal(None::<BoundingBox>);
    let view = Memo::new(move |_| search.with(|search| View::of(search)));
    let chosen = Memo::new(move |_| view.with(|view| view.event.clone()));
    let speech = StoredValue::new_local(speech);

    // Until the window is read, what the server counted stands: the list knows no more than its own rows.
    let listing = Memo::new(move |_| {
        if !heard.loaded.get() && !heard.partial.get() {
            return first_listing.clone();
        }
        heard.catalogue.with(|catalogue| view.with(|view| catalogue.listing(view, heard.now(), sight.get())))
    });

    Effect::new(move |_| {
        let feed = Feed::new(cursor.clone(), rendered, view, speech, heard);
        feed.follow();
        let later = feed.clone();
        set_timeout(move || later.compare_clocks(), COMPARE_AFTER);
        set_search.set(address::search());
        feed.cover();
        awake.set(true);

        let tick = move || set_now.set(heard.now());
        tick();
        if let Ok(ticking) = set_interval_with_handle(tick, TICK) {
            on_cleanup(move || ticking.clear());
        }
        let changed = window_event_listener_untyped(address::CHANGED, move |event| {
            if let Some(search) = address::told(&event) {
                let before = chosen.get_untracked();
                set_search.set(search);
                let after = chosen.get_untracked();
                if let Some(id) = after.filter(|after| Some(after) != before.as_ref()) {
                    seam::reveal(&id);
                }
                heard.partial.set(true);
                feed.cover();
            }
        });
        on_cleanup(move || changed.remove());
        let moved = window_event_listener_untyped(seam::SIGHT_EVENT, move |event| {
            set_sight.set(seam::sight(&event).as_deref().and_then(view::area));
        });
        on_cleanup(move || moved.remove());
    });

    let context = RowContext { now, awake, view, chosen, speech };
    let rows = move || listing.with(|listing| listing.rows.clone());
    let pinned = move || {
        let pinned = listing.with(|listing| listing.pinned.clone());
        pinned.map(|(mainshock, aftershocks)| {
            view! { <ol class="pinned">{row(&mainshock, context, Some(aftershocks))}</ol> }
        })
    };
    let empty = move || {
        listing.with(|listing| listing.count == 0).then(|| {
            view! { <p class="empty">{context.say("list.empty", &[])}</p> }
        })
    };
    let tabs = speech.with_value(|speech| tabs::tabs(view, awake, &tab_links, speech));

    view! {
        <header class="card brand">
            <svg viewBox="0 0 28 28" aria-hidden="true">
                <circle cx="14" cy="14" r="3.2" />
                <circle cx="14" cy="14" r="7.6" class="near" />
                <circle cx="14" cy="14" r="12" class="far" />
            </svg>
            <div>
                <h1>"Quakewire"</h1>
                {feed_state(context, listing, heard)}
            </div>
        </header>
        <section class="card list" aria-label=context.say("list.title", &[])>
            {tabs}
            <div id="list" role="tabpanel" aria-labelledby=move || tabs::id(view.with(|view| view.tab)) tabindex="-1">
                {pinned}
                <ol>
                    <For each=rows key=|entry| (entry.bulletin.id.clone(), entry.bulletin.updated) let(entry)>
                        {row(&entry, context, None)}
                    </For>
                </ol>
                {empty}
            </div>
        </section>
        <p class="hidden" aria-live="polite" data-news>{heard.saying}</p>
    }
}
