//! What chat windows and social networks show of a link: Open Graph's tags, and Twitter's.

use leptos::prelude::*;

/// The size of its picture: what every network takes for its large card.
pub(crate) const WIDTH: u32 = 1200;
pub(crate) const HEIGHT: u32 = 630;

/// A card.
pub(super) struct Card {
    /// Where browsers find this site, such as `https://example.org`; without it nobody can fetch the picture.
    pub(super) site: Option<String>,
    /// Open Graph's word for what the page is.
    pub(super) kind: &'static str,
    pub(super) title: String,
    pub(super) description: String,
    /// The page's path, and its picture's.
    pub(super) path: String,
    pub(super) picture: String,
    /// The picture in words.
    pub(super) alternative: String,
}

impl Card {
    /// The tags, for a page's head.
    pub(super) fn tags(self) -> impl IntoView {
        let Self { site, kind, title, description, path, picture, alternative } = self;
        let text = [
            ("og:site_name", "Quakewire".to_owned()),
            ("og:type", kind.to_owned()),
            ("og:title", title),
            ("og:description", description),
        ];
        let shown = site.map(|site| {
            [
                ("og:url", format!("{site}{path}")),
                ("og:image", format!("{site}{picture}")),
                ("og:image:type", "image/png".to_owned()),
                ("og:image:width", WIDTH.to_string()),
                ("og:image:height", HEIGHT.to_string()),
                ("og:image:alt", alternative),
            ]
        });
        // `property` is Open Graph's own attribute, which HTML does not have.
        let tag = |(name, content)| leptos::html::meta().attr("property", name).content(content);
        let tags: Vec<_> = text.into_iter().chain(shown.into_iter().flatten()).map(tag).collect();
        view! {
            {tags}
            <meta name="twitter:card" content="summary_large_image" />
            <link rel="canonical" href=path />
        }
    }
}
