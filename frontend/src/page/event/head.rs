//! The page's head: what browsers, search engines and chat windows make of the page.

use leptos::prelude::*;

use super::EventPage;
use crate::clock;
use crate::server::preview::{HEIGHT, WIDTH};

pub(super) fn head(page: &EventPage) -> impl IntoView + use<> {
    let quake = &page.latest;
    let title = page.title();
    let depth = match quake.depth {
        None => page.say("list.depth-unknown").to_owned(),
        Some(depth) => {
            let depth = page.reader.preferences.units.length(depth.km().max(0.0));
            page.reader.messages.fill("list.deep", &[("depth", &depth)])
        }
    };
    let description = format!("{} \u{b7} {depth}", clock::people(quake.time.as_millisecond(), 0));
    let path = format!("/event/{}", quake.id);
    let card = page.site.as_ref().map(|site| {
        let (url, image) = (format!("{site}{path}"), format!("{site}{path}/preview.png"));
        let alt = page.reader.messages.fill("event.preview", &[("what", &title)]);
        let properties = [
            ("og:url", url),
            ("og:image", image),
            ("og:image:type", "image/png".to_owned()),
            ("og:image:width", WIDTH.to_string()),
            ("og:image:height", HEIGHT.to_string()),
            ("og:image:alt", alt),
        ];
        properties.map(|(name, content)| property(name, content)).collect_view()
    });
    view! {
        <title>{format!("{title} \u{b7} Quakewire")}</title>
        <meta name="description" content=description.clone() />
        {property("og:type", "article".to_owned())}
        {property("og:site_name", "Quakewire".to_owned())}
        {property("og:title", title)}
        {property("og:description", description)}
        {card}
        <meta name="twitter:card" content="summary_large_image" />
        <link rel="canonical" href=path />
    }
}

/// `property` is Open Graph's own attribute, which HTML does not have.
fn property(name: &'static str, content: String) -> impl IntoView {
    leptos::html::meta().attr("property", name).content(content)
}
