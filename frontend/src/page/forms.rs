//! The filter and the settings as plain forms, which work without scripts; map/src/page/ makes them act at once.

use leptos::prelude::*;

use super::{PageData, Reader};
use crate::messages::Messages;
use crate::preferences::Theme;
use crate::view::Kinds;
use crate::words::{Clock, Units};

/// Spans to choose from, in days.
const SPANS: [u16; 5] = [1, 3, 7, 14, 30];

/// `GET /` with the parameters of the address (src/view.rs).
pub(super) fn filter_form(page: &PageData) -> impl IntoView + use<> {
    let PageData { reader, view, .. } = page;
    // An address may say another span than these.
    let mut spans = SPANS.to_vec();
    spans.extend(Some(view.days).filter(|days| !SPANS.contains(days)));
    let days = spans.into_iter().map(|days| {
        let name = reader.messages.fill("filter.days", &[("n", &days.to_string())]);
        option(days.to_string(), name, view.days == days)
    });
    let kinds = [
        ("", "filter.all", Kinds::All),
        ("earthquake", "filter.earthquakes", Kinds::Earthquakes),
        ("other", "filter.other", Kinds::Other),
    ]
    .map(|(word, name, kinds)| option(word.to_owned(), reader.say(name).to_owned(), view.kinds == kinds));
    let area = view.within.map(|area| format!("{},{},{},{}", area.west, area.south, area.east, area.north));
    let bound = |name, label, value: Option<f64>, min, max, step| {
        view! {
            <label>
                <span>{label}</span>
                <input
                    type="number"
                    name=name
                    min=min
                    max=max
                    step=step
                    inputmode="decimal"
                    value=value.map(|value| value.to_string())
                />
            </label>
        }
    };
    let (from, to) = (reader.say("filter.from"), reader.say("filter.to"));
    view! {
        <form
            method="get"
            action="/"
            data-filter=""
            data-active=reader.say("filter.active")
            data-remove=reader.say("filter.remove")
        >
            {kept(&page.search)}
            <label>
                <span>{reader.say("filter.span")}</span>
                <select name="days" data-words=reader.say("filter.days")>{days.collect_view()}</select>
            </label>
            <fieldset>
                <legend>{reader.say("filter.magnitude")}</legend>
                {bound("minmagnitude", from, view.min_magnitude, "-2", "10", "0.1")}
                {bound("maxmagnitude", to, view.max_magnitude, "-2", "10", "0.1")}
            </fieldset>
            <fieldset>
                <legend>{reader.say("filter.depth")}</legend>
                {bound("mindepth", from, view.min_depth, "-10", "1000", "1")}
                {bound("maxdepth", to, view.max_depth, "-10", "1000", "1")}
            </fieldset>
            <label>
                <span>{reader.say("filter.type")}</span>
                <select name="type">{kinds.collect_view()}</select>
            </label>
            <label>
                <span>{reader.say("filter.box")}</span>
                <input
                    type="text"
                    name="bbox"
                    autocomplete="off"
                    placeholder="175,-25,-175,-10"
                    aria-describedby="filter-box"
                    value=area
                />
            </label>
            <p id="filter-box" class="hint">{reader.say("filter.box-how")}</p>
            <p
                id="filter-error"
                class="error"
                role="alert"
                data-invalid=reader.say("filter.invalid")
                data-invalid-box=reader.say("filter.invalid-box")
                data-contradiction=reader.say("filter.contradiction")
            ></p>
            <p class="buttons">
                <button type="submit" class="unscripted">{reader.say("filter.apply")}</button>
                <a href="/" data-reset="">{reader.say("filter.reset")}</a>
            </p>
        </form>
    }
}

/// Parameters that the filter's fields say.
const FIELDS: [&str; 7] = ["days", "minmagnitude", "maxmagnitude", "mindepth", "maxdepth", "type", "bbox"];

/// What a new filter leaves as it is: all else in the address.
fn kept(search: &str) -> impl IntoView + use<> {
    form_urlencoded::parse(search.as_bytes())
        .filter(|(name, _)| !FIELDS.contains(&&**name))
        .map(|(name, value)| view! { <input type="hidden" name=name.into_owned() value=value.into_owned() /> })
        .collect_view()
}

/// `POST /settings`, which sets a cookie and comes back.
pub(super) fn settings_form(page: &PageData) -> impl IntoView + use<> {
    let reader = &page.reader;
    let preferences = &reader.preferences;
    let themes = [Theme::System, Theme::Dark, Theme::Light]
        .map(|theme| (theme.as_str(), theme_name(theme), preferences.theme == theme));
    let units =
        [Units::Kilometres, Units::Miles].map(|units| (units.as_str(), units_name(units), preferences.units == units));
    let clocks =
        [Clock::Utc, Clock::Local].map(|clock| (clock.as_str(), clock_name(clock), preferences.clock == clock));
    let languages = Messages::all().iter().map(|messages| {
        option(messages.language.to_owned(), messages.name.to_owned(), messages.language == reader.messages.language)
    });
    view! {
        <form method="post" action="/settings" data-settings="">
            <input type="hidden" name="back" value=page.search.clone() />
            {radios(reader, "theme", "settings.theme", &themes)}
            {radios(reader, "units", "settings.units", &units)}
            {radios(reader, "clock", "settings.clock", &clocks)}
            <label>
                <span>{reader.say("settings.language")}</span>
                <select name="lang">{languages.collect_view()}</select>
            </label>
            <label class="scripted check">
                <input type="checkbox" data-spoken="" checked=true />
                {reader.say("settings.spoken")}
            </label>
            <p class="buttons">
                <button type="submit" class="unscripted">{reader.say("settings.save")}</button>
                <a href="/?kiosk=1" data-kiosk="">{reader.say("settings.kiosk")}</a>
            </p>
        </form>
    }
}

fn radios(
    reader: &Reader,
    name: &'static str,
    legend: &'static str,
    choices: &[(&'static str, &'static str, bool)],
) -> impl IntoView + use<> {
    let choices = choices.iter().map(|&(value, label, chosen)| {
        view! {
            <label>
                <input type="radio" name=name value=value checked=chosen />
                <span>{reader.say(label)}</span>
            </label>
        }
    });
    view! {
        <fieldset class="choice">
            <legend>{reader.say(legend)}</legend>
            {choices.collect_view()}
        </fieldset>
    }
}

fn option(value: String, name: String, chosen: bool) -> impl IntoView {
    view! {
        <option value=value selected=chosen>
            {name}
        </option>
    }
}

fn theme_name(theme: Theme) -> &'static str {
    match theme {
        Theme::System => "settings.system",
        Theme::Dark => "settings.dark",
        Theme::Light => "settings.light",
    }
}

fn units_name(units: Units) -> &'static str {
    match units {
        Units::Kilometres => "settings.kilometres",
        Units::Miles => "settings.miles",
    }
}

fn clock_name(clock: Clock) -> &'static str {
    match clock {
        Clock::Utc => "settings.utc",
        Clock::Local => "settings.local",
    }
}
