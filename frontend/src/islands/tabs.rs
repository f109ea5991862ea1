//! The list's tabs: links without scripts, a tab list with arrow keys with them.

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::prelude::*;

use super::snapshot::Speech;
use super::{address, seam};
use crate::view::{self, Tab, View};

const TABS: [(Tab, &str, &str); 3] = [
    (Tab::Latest, "latest", "list.latest"),
    (Tab::Largest, "largest", "list.largest"),
    (Tab::InView, "inview", "list.inview"),
];

/// The id of a tab's element.
pub(crate) fn id(tab: Tab) -> String {
    format!("tab-{}", word(tab))
}

fn word(tab: Tab) -> &'static str {
    TABS.iter().find(|(each, ..)| *each == tab).map_or("", |(_, word, _)| word)
}

fn choose(tab: Tab) {
    address::change("tab", (tab != Tab::default()).then(|| word(tab)));
}

/// Arrow keys (where scripts run; without them the tab key reaches each) go round, Home and End to the ends (the ARIA pattern of tabs whose panel is there at once).
fn key(event: &KeyboardEvent, from: usize) {
    let to = match event.key().as_str() {
        "ArrowRight" => (from + 1) % TABS.len(),
        "ArrowLeft" => (from + TABS.len() - 1) % TABS.len(),
        "Home" => 0,
        "End" => TABS.len() - 1,
        _ => return,
    };
    event.prevent_default();
    let (tab, ..) = TABS[to];
    choose(tab);
    seam::focus(&id(tab));
}

pub(crate) fn tabs(view: Memo<View>, awake: RwSignal<bool>, search: &str, speech: &Speech) -> impl IntoView + use<> {
    let tabs = TABS.iter().enumerate().map(|(at, &(tab, word, key_of_name))| {
        let selected = move || view.with(|view| view.tab == tab);
        let address = view::with(search, "tab", (tab != Tab::default()).then_some(word));
        let on_click = move |event: MouseEvent| {
            if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
                event.prevent_default();
                choose(tab);
            }
        };
        view! {
            <a
                role="tab"
                id=id(tab)
                class:scripted=tab == Tab::InView
                href=format!("/?{address}")
                aria-selected=move || if selected() { "true" } else { "false" }
                aria-controls="list"
                tabindex=move || if selected() || !awake.get() { "0" } else { "-1" }
                on:click=on_click
                on:keydown=move |event| key(&event, at)
            >
                {speech.say(key_of_name, &[])}
            </a>
        }
    });
    view! {
        <div class="tabs" role="tablist" aria-label=speech.say("list.tabs", &[])>
            {tabs.collect_view()}
        </div>
    }
}
