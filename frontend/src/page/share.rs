//! The address of what is shown, and the lines that show it in another page; map/src/page/share.ts keeps both current.

use leptos::prelude::*;

use super::{PageData, Reader};

pub(super) fn share(page: &PageData) -> impl IntoView + use<> {
    let reader = &page.reader;
    view! {
        <section class="share scripted" data-share="" data-title=reader.say("share.title") aria-labelledby="share-name">
            <h3 id="share-name">{reader.say("share.name")}</h3>
            {copied(reader, "link", "share.link")}
            {copied(reader, "frame", "share.frame")}
            <p class="hint" role="status" data-copied=reader.say("share.copied") data-select=reader.say("share.select")></p>
        </section>
    }
}

/// A text to copy, by the button or by hand.
fn copied(reader: &Reader, id: &'static str, name: &'static str) -> impl IntoView + use<> {
    view! {
        <div class="copy">
            <label>
                {reader.say(name)}
                <input type="text" readonly=true autocomplete="off" data-text=id />
            </label>
            <button type="button" data-copy=id aria-label=format!("{}: {}", reader.say("share.copy"), reader.say(name))>
                {reader.say("share.copy")}
            </button>
        </div>
    }
}
