//! What a reader is told when there is no page of an event to show.

use leptos::prelude::*;

use super::masthead;
use crate::messages::Messages;
use crate::page::Assets;
use crate::preferences::Preferences;

/// Why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Apology {
    /// Such an id cannot be.
    Malformed,
    /// Nobody has heard of it.
    Unknown,
    /// The table does not answer, and memory does not have it.
    Away,
}

impl Apology {
    fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::Malformed => ("event.malformed", "event.malformed-what"),
            Self::Unknown => ("event.unknown", "event.unknown-what"),
            Self::Away => ("event.away-now", "event.away-now-what"),
        }
    }
}

/// Renders the whole document.
pub(crate) fn apology(
    apology: Apology,
    messages: &'static Messages,
    preferences: &Preferences,
    assets: &Assets,
) -> String {
    let (title, what) = apology.keys();
    let (title, what) = (messages.get(title), messages.get(what));
    let owner = Owner::new_root(None);
    let html = owner.with(|| {
        view! {
            <html lang=messages.language data-theme=preferences.theme.as_str()>
                <head>
                    <meta charset="utf-8" />
                    <title>{title} " \u{b7} Quakewire"</title>
                    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                    <meta name="color-scheme" content="dark light" />
                    <meta name="robots" content="noindex" />
                    <link rel="icon" href=assets.url("icon.svg") type="image/svg+xml" />
                    <link rel="stylesheet" href=assets.url("style.css") />
                </head>
                <body class="document">
                    {masthead(messages, assets)}
                    <main class="event">
                        <h1>{title}</h1>
                        <p>{what}</p>
                        <p>
                            <a class="button" href="/">
                                {messages.get("event.home")}
                            </a>
                        </p>
                    </main>
                </body>
            </html>
        }
        .to_html()
    });
    owner.unset_with_forced_cleanup();
    format!("<!DOCTYPE html>{html}")
}
