//! One earthquake in the list.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::catalogue::Entry;
use super::snapshot::Speech;
use super::{address, seam};
use crate::view::View;
use crate::words::Clock;
use crate::{clock, scale, words};

/// What the rows share.
#[derive(Clone, Copy)]
pub(crate) struct RowContext {
    /// The time by which ages are told.
    pub(crate) now: ReadSignal<i64>,
    /// Whether scripts have taken over: until then local time is not known.
    pub(crate) awake: RwSignal<bool>,
    /// What the page shows.
    pub(crate) view: Memo<View>,
    /// The earthquake that is chosen, here or on the map.
    pub(crate) chosen: Memo<Option<String>>,
    /// How to say things.
    pub(crate) speech: StoredValue<Speech, LocalStorage>,
}

impl RowContext {
    /// Minutes east of UTC by the reader's clock.
    pub(crate) fn east(self, ms: i64) -> i32 {
        let local = self.speech.with_value(|speech| speech.clock == Clock::Local);
        if local && self.awake.get() { seam::east(ms) } else { 0 }
    }

    pub(crate) fn ago(self, then: i64) -> String {
        let (count, key) = clock::age(self.now.get(), then);
        self.say(key, &[("n", &count.to_string())])
    }

    pub(crate) fn say(self, key: &str, values: &[(&str, &str)]) -> String {
        self.speech.with_value(|speech| speech.say(key, values))
    }
}

/// A row: a link to the event's page; with scripts, a click chooses it here and on the map.
pub(crate) fn row(entry: &Entry, context: RowContext, aftershocks: Option<usize>) -> impl IntoView + use<> {
    let quake = &entry.bulletin;
    let time = quake.time;
    let id = quake.id.clone();
    let current = {
        let id = id.clone();
        move || context.chosen.with(|chosen| chosen.as_ref() == Some(&id)).then_some("true")
    };
    let on_click = {
        let id = id.clone();
        move |event: MouseEvent| {
            if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
                event.prevent_default();
                address::change("event", Some(&id));
            }
        }
    };
    let mark = {
        let quake = quake.clone();
        move || {
            let class =
                context.view.with(|view| scale::class(&quake, view.colour, view.at.unwrap_or(context.now.get())));
            if quake.kind == "earthquake" { class.to_owned() } else { [class, " other"].concat() }
        }
    };
    let strong = quake.mag.is_some_and(|magnitude| magnitude >= 5.5);
    let magnitude = context.say("list.magnitude", &[]);
    view! {
        <li id=quake.id.clone() class:arrived=entry.arrived && !entry.revised class:revised=entry.revised>
            <a class="row" href=format!("/event/{id}") aria-current=current on:click=on_click>
                <span class="magnitude" class:strong=strong>
                    <i class=mark></i>
                    <span class="hidden">{magnitude} " "</span>
                    {words::magnitude(quake.mag)}
                </span>
                <span class="region">{quake.region.clone()}</span>
                <span class="details">{details(entry, context, aftershocks)}</span>
                <time
                    class:fresh=move || context.now.get() - time < clock::FRESH
                    datetime=clock::machine(time)
                    title=move || clock::people(time, context.east(time))
                >
                    {move || context.ago(time)}
                </time>
            </a>
        </li>
    }
}

fn details(entry: &Entry, context: RowContext, aftershocks: Option<usize>) -> String {
    let quake = &entry.bulletin;
    if let Some(aftershocks) = aftershocks {
        return context.say("list.mainshock", &[("count", &words::count(aftershocks))]);
    }
    let mut details = match quake.depth {
        None => context.say("list.depth-unknown", &[]),
        Some(km) => {
            let depth = context.speech.with_value(|speech| speech.units.length(km.max(0.0)));
            context.say("list.deep", &[("depth", &depth)])
        }
    };
    let kind = (quake.kind != "earthquake").then(|| context.say(&format!("kind.{}", quake.kind), &[]));
    let revised = entry.revised.then(|| context.say("list.revised", &[]));
    for word in [kind.as_deref(), revised.as_deref(), Some(quake.agency.as_str())].into_iter().flatten() {
        if !word.is_empty() {
            details.push_str(" \u{b7} ");
            details.push_str(word);
        }
    }
    details
}
