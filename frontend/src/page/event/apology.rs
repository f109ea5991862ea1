//! What a reader is told when there is no page of an event to show.

use leptos::prelude::*;

use super::masthead;
use crate::page::shell::shell;
use crate::page::{Assets, Reader};

/// Why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Apology {
    /// Such an id cannot be.
    Malformed,
    /// Nobody has heard of it.
    Unknown,
    /// The table does not answer, and memory does not have it.
    Away,
    /// Memory is still being filled, and nothing else has it.
    Starting,
}

impl Apology {
    fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::Malformed => ("event.malformed", "event.malformed-what"),
            Self::Unknown => ("event.unknown", "event.unknown-what"),
            Self::Away => ("event.away-now", "event.away-now-what"),
            Self::Starting => ("event.away-now", "event.starting-what"),
        }
    }
}

/// Renders the whole document.
pub(crate) fn apology(apology: Apology, reader: &Reader, assets: &Assets) -> String {
    let (title, what) = apology.keys();
    let head = view! {
        <title>{format!("{} \u{b7} Quakewire", reader.say(title))}</title>
        <meta name="robots" content="noindex" />
    };
    let body = view! {
        {masthead(reader, assets)}
        <main class="event">
            <h1>{reader.say(title)}</h1>
            <p>{reader.say(what)}</p>
            <p>
                <a class="button" href="/">
                    {reader.say("event.home")}
                </a>
            </p>
        </main>
    };
    crate::page::html(|| shell(reader, assets, "document", head, body))
}
