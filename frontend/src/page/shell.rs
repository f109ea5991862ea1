//! What every page has: its language, theme, icon and style.

use leptos::prelude::*;

use super::{Assets, Reader};

/// A whole document; `class` is the body's, by which styles tell the pages apart.
pub(super) fn shell<H: IntoView, B: IntoView>(
    reader: &Reader,
    assets: &Assets,
    class: &'static str,
    head: H,
    body: B,
) -> impl IntoView + use<H, B> {
    let preferences = &reader.preferences;
    view! {
        <html
            lang=reader.messages.language
            data-theme=preferences.theme.as_str()
            data-units=preferences.units.as_str()
            data-clock=preferences.clock.as_str()
        >
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="color-scheme" content="dark light" />
                <link rel="icon" href=assets.url("icon.svg") type="image/svg+xml" />
                <link rel="stylesheet" href=assets.url("style.css") />
                {head}
            </head>
            <body class=class>{body}</body>
        </html>
    }
}
