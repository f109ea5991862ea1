//! The timeline of revisions: who said what when, what changed, and how long each word took to get here.

use leptos::prelude::*;
use quake::record::Source;
use store::StoredRevision;

use super::changes::changes;
use super::parameters::{depth, strength};
use super::steps::{Steps, span};
use super::{EventPage, History, moment};

/// The messages that name the steps, in order.
const STEPS: [&str; 4] = ["event.step-published", "event.step-received", "event.step-recorded", "event.step-stored"];

pub(super) fn history(page: &EventPage) -> impl IntoView + use<> {
    let content = match &page.history {
        History::Away => view! { <p class="note">{page.say("event.history-away")}</p> }.into_any(),
        History::NotYet => view! { <p class="note">{page.say("event.history-not-yet")}</p> }.into_any(),
        History::Known(revisions) => timeline(page, revisions).into_any(),
    };
    view! {
        <section aria-labelledby="history">
            <h2 id="history">{page.say("event.history")}</h2>
            {content}
        </section>
    }
}

fn timeline(page: &EventPage, revisions: &[StoredRevision]) -> impl IntoView + use<> {
    let entries: Vec<_> = (0..revisions.len()).rev().map(|i| entry(page, revisions, i)).collect();
    let skewed = revisions.iter().flat_map(|revision| Steps::of(revision).all()).any(|step| step < 0);
    let recovered = revisions.iter().any(|revision| revision.source == Some(Source::Fdsn));
    let notes = [("event.steps-note", true), ("event.skew-note", skewed), ("event.recovered-note", recovered)];
    let notes = notes.into_iter().filter(|(_, apt)| *apt).map(|(key, _)| page.say(key)).collect::<Vec<_>>().join(" ");
    view! {
        <ol class="history" reversed>
            {entries}
        </ol>
        <p class="note">{notes}</p>
    }
}

fn entry(page: &EventPage, revisions: &[StoredRevision], i: usize) -> impl IntoView + use<> {
    let revision = &revisions[i];
    let quake = &revision.quake;
    let changes = match i.checked_sub(1) {
        None => vec![("event.first", format!("M {} \u{b7} {}", strength(quake), depth(page, quake)))],
        Some(before) => changes(page, &revisions[before].quake, quake),
    };
    let unchanged = changes.is_empty().then(|| view! { <p class="note">{page.say("event.unchanged")}</p> });
    let changes = changes.into_iter().map(|(key, how)| view! { <dt>{page.say(key)}</dt><dd>{how}</dd> });
    let recovered = (revision.source == Some(Source::Fdsn)).then(|| {
        view! { <span class="recovered">{page.say("event.recovered")}</span> }
    });
    let number = page.reader.messages.fill("event.revision", &[("n", &(i + 1).to_string())]);
    let steps = STEPS.into_iter().zip(Steps::of(revision).all());
    let steps = steps.map(|(key, ms)| {
        let class = if ms < 0 { "skewed" } else { "" };
        view! { <div class=class><dt>{page.say(key)}</dt><dd>{span(ms, page.reader.messages)}</dd></div> }
    });
    view! {
        <li class="card">
            <h3>{number} " " {recovered}</h3>
            <p class="when">{moment(quake.updated.as_millisecond())} " \u{b7} " {quake.agency.clone()}</p>
            <dl class="changes">{changes.collect_view()}</dl>
            {unchanged}
            <dl class="steps">{steps.collect_view()}</dl>
        </li>
    }
}
