//! One earthquake in the list.

use leptos::prelude::*;

use super::roll::Entry;
use crate::{clock, words};

/// What the rows share.
#[derive(Clone, Copy)]
pub(crate) struct RowContext {
    /// The time by which ages are told.
    pub(crate) now: ReadSignal<i64>,
    /// The earthquake that is chosen, here or on the map.
    pub(crate) chosen: ReadSignal<Option<String>>,
    /// Called with the id of a row that is clicked.
    pub(crate) choose: Callback<String>,
}

/// A row: a link to itself, so that it can be chosen, shared and reached by keyboard with or without JavaScript.
pub(crate) fn row(entry: &Entry, RowContext { now, chosen, choose }: RowContext) -> impl IntoView + use<> {
    let quake = &entry.bulletin;
    let time = quake.time;
    let id = quake.id.clone();
    let current = {
        let id = id.clone();
        move || chosen.with(|chosen| chosen.as_ref() == Some(&id)).then_some("true")
    };
    let on_click = {
        let id = id.clone();
        move |event: leptos::ev::MouseEvent| {
            // Without JavaScript the jump to the row is all there is; here the list need not move.
            event.prevent_default();
            choose.run(id.clone());
        }
    };
    let note = match (entry.revised, quake.kind.as_str()) {
        (true, "earthquake") => "revised".to_owned(),
        (true, kind) => format!("{kind}, revised"),
        (false, "earthquake") => String::new(),
        (false, kind) => kind.to_owned(),
    };
    let mut details = words::depth(quake.depth);
    for word in [note.as_str(), quake.agency.as_str()] {
        if !word.is_empty() {
            details.push_str(" \u{b7} ");
            details.push_str(word);
        }
    }
    let strong = quake.mag.is_some_and(|magnitude| magnitude >= 5.5);
    view! {
        <li id=quake.id.clone() class:arrived=entry.arrived && !entry.revised class:revised=entry.revised>
            <a class="row" href=format!("#{id}") aria-current=current on:click=on_click>
                <span class="magnitude" class:strong=strong>
                    <i class=words::depth_class(quake.depth)></i>
                    <span class="hidden">"Magnitude "</span>
                    {words::magnitude(quake.mag)}
                </span>
                <span class="region">{quake.region.clone()}</span>
                <span class="details">{details}</span>
                <time
                    class:fresh=move || now.get() - time < clock::FRESH
                    datetime=clock::machine(time)
                    title=clock::people(time)
                >
                    {move || clock::ago(now.get(), time)}
                </time>
            </a>
        </li>
    }
}
