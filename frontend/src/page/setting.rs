//! What a page has because of where it is looked at: on a wall a clock and a way out, inside another page a way there.

use leptos::prelude::*;

use super::{PageData, Setting};
use crate::clock;

pub(super) fn furniture(page: &PageData) -> Option<AnyView> {
    match page.setting {
        Setting::Page => None,
        Setting::Embedded => Some(way_out_of_frame(page).into_any()),
        Setting::Kiosk => Some(wall(page).into_any()),
    }
}

/// Opens the same view on a page of its own.
fn way_out_of_frame(page: &PageData) -> impl IntoView + use<> {
    view! {
        <a class="card leave" data-full="" href=format!("/?{}", page.search) target="_top" rel="noopener">
            {page.reader.say("kiosk.full")}
        </a>
    }
}

fn wall(page: &PageData) -> impl IntoView + use<> {
    let reader = &page.reader;
    view! {
        <p class="card wall-clock">
            <time data-wall-clock="">{clock::short(page.now_ms, 0)}</time>
        </p>
        <div class="card leave">
            <a data-leave="" href="/">{reader.say("kiosk.leave")}</a>
            <span class="hint">{reader.say("kiosk.keys")}</span>
        </div>
    }
}
