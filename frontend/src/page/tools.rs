//! The tools at the map's side: what only a map can do is put there by it, the rest are panels that open.

use leptos::prelude::*;

use super::forms::{filter_form, settings_form};
use super::share::share;
use super::{PageData, Reader, Setting};

/// The panels' pictures, 20 units a side.
const FILTER: &str = "M3.5 5h13M6 10h8M8.5 15h3";
const LAYERS: &str = "M10 3.5l7 3.5l-7 3.5l-7-3.5zM3.5 10.5l6.5 3.2l6.5-3.2M3.5 13.7l6.5 3.2l6.5-3.2";
const STATISTICS: &str = "M4 16.5v-5M8 16.5v-9M12 16.5v-6M16 16.5V4";
const ALERTS: &str = "M10 3.2a4.6 4.6 0 0 0-4.6 4.6c0 4.4-1.9 5.7-1.9 5.7h13s-1.9-1.3-1.9-5.7A4.6 4.6 0 0 0 10 3.2M8.4 16.4a1.8 1.8 0 0 0 3.2 0";
const THEME: &str = "M10 2.8a7.2 7.2 0 1 0 0 14.4a7.2 7.2 0 0 0 0-14.4M10 2.8v14.4";
const THEME_FILLED: &str = "M10 2.8a7.2 7.2 0 0 1 0 14.4z";
const LEGEND: &str = "M3.5 5.5h4M3.5 10h4M3.5 14.5h4M10.5 5.5h6M10.5 10h6M10.5 14.5h6";
const SETTINGS: &str = "M3.5 6h7M14.5 6h2M3.5 14h2M9.5 14h7M12.5 4v4M7.5 12v4";

pub(super) fn tools(page: &PageData) -> impl IntoView + use<> {
    let reader = &page.reader;
    let panels = (page.setting == Setting::Page).then(|| {
        view! {
            {panel(reader, "filter", "filter.name", FILTER, filter_form(page))}
            {waiting(reader, "layers", "layers.name", LAYERS)}
            {waiting(reader, "statistics", "statistics.name", STATISTICS)}
            {waiting(reader, "alerts", "alerts.name", ALERTS)}
            {legend_button(reader)}
            {theme_button(reader)}
            {panel(reader, "settings", "settings.name", SETTINGS, settings_panel(page))}
        }
    });
    view! {
        <div class="card tools" role="group" aria-label=reader.say("tools.name")>
            <div data-map-tools=""></div>
            {panels}
        </div>
    }
}

fn settings_panel(page: &PageData) -> impl IntoView + use<> {
    view! {
        {settings_form(page)}
        {share(page)}
    }
}

/// Opens the legend where there is no room for it to stand open (style/narrow.css); a popover needs no script.
fn legend_button(reader: &Reader) -> impl IntoView + use<> {
    let name = reader.say("tools.legend");
    view! {
        <button type="button" class="narrow-only" popovertarget="legend" aria-label=name title=name>
            {icon(LEGEND)}
        </button>
    }
}

/// From the system's theme to dark to light and round (map/src/page/settings-form.ts).
fn theme_button(reader: &Reader) -> impl IntoView + use<> {
    let name = reader.say("settings.theme");
    view! {
        <button type="button" class="scripted" data-next-theme="" aria-label=name title=name>
            <svg viewBox="0 0 20 20" aria-hidden="true">
                <path d=THEME />
                <path class="filled" d=THEME_FILLED />
            </svg>
        </button>
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
                {head(reader, name)}
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
                {head(reader, name)}
                <div data-content=""></div>
            </div>
        </details>
    }
}

fn head(reader: &Reader, name: &'static str) -> impl IntoView + use<> {
    view! {
        <h2>{name}</h2>
        <button type="button" class="close scripted" data-close="" aria-label=reader.say("tools.close")>
            "✕"
        </button>
    }
}

fn summary(name: &'static str, picture: &'static str) -> impl IntoView {
    view! {
        <summary aria-label=name title=name>
            {icon(picture)}
        </summary>
    }
}

fn icon(path: &'static str) -> impl IntoView {
    view! {
        <svg viewBox="0 0 20 20" aria-hidden="true">
            <path d=path />
        </svg>
    }
}
