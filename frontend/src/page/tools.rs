//! The tools at the map's side: what only a map can do is put there by it, the rest are panels that open.

use leptos::prelude::*;

use super::forms::{filter_form, settings_form};
use super::{PageData, Reader};

/// The panels' pictures, 20 units a side.
const FILTER: &str = "M3.5 5h13M6 10h8M8.5 15h3";
const LAYERS: &str = "M10 3.5l7 3.5l-7 3.5l-7-3.5zM3.5 10.5l6.5 3.2l6.5-3.2M3.5 13.7l6.5 3.2l6.5-3.2";
const STATISTICS: &str = "M4 16.5v-5M8 16.5v-9M12 16.5v-6M16 16.5V4";
const ALERTS: &str = "M10 3.2a4.6 4.6 0 0 0-4.6 4.6c0 4.4-1.9 5.7-1.9 5.7h13s-1.9-1.3-1.9-5.7A4.6 4.6 0 0 0 10 3.2M8.4 16.4a1.8 1.8 0 0 0 3.2 0";
const SETTINGS: &str = "M3.5 6h7M14.5 6h2M3.5 14h2M9.5 14h7M12.5 4v4M7.5 12v4";

pub(super) fn tools(page: &PageData) -> impl IntoView + use<> {
    let reader = &page.reader;
    view! {
        <div class="card tools" role="group" aria-label=reader.say("tools.name")>
            <div data-map-tools=""></div>
            {panel(reader, "filter", "filter.name", FILTER, filter_form(page))}
            {waiting(reader, "layers", "layers.name", LAYERS)}
            {waiting(reader, "statistics", "statistics.name", STATISTICS)}
            {waiting(reader, "alerts", "alerts.name", ALERTS)}
            {panel(reader, "settings", "settings.name", SETTINGS, settings_form(page))}
        </div>
    }
}

/// A panel; of those with one name only one is open at a time.
fn panel<V: IntoView>(
    reader: &Reader,
    id: &'static str,
    name: &'static str,
    icon: &'static str,
    content: V,
) -> impl IntoView + use<V> {
    let name = reader.say(name);
    view! {
        <details name="panel" id=format!("panel-{id}")>
            {summary(name, icon)}
            <div class="card panel" role="region" aria-label=name>
                <h2>{name}</h2>
                {content}
            </div>
        </details>
    }
}

/// A panel that scripts fill when it is opened (map/src/panels/), and that is not there without them.
fn waiting(reader: &Reader, id: &'static str, name: &'static str, icon: &'static str) -> impl IntoView + use<> {
    let name = reader.say(name);
    view! {
        <details name="panel" id=format!("panel-{id}") class="scripted">
            {summary(name, icon)}
            <div class="card panel" role="region" aria-label=name>
                <h2>{name}</h2>
                <div data-content=""></div>
            </div>
        </details>
    }
}

fn summary(name: &'static str, icon: &'static str) -> impl IntoView {
    view! {
        <summary aria-label=name title=name>
            <svg viewBox="0 0 20 20" aria-hidden="true">
                <path d=icon />
            </svg>
        </summary>
    }
}
