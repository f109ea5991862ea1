//! What the page gives the island to begin with: on the server a context of the render, in the browser a block of JSON in
//! the page, read by the browser's own reader.
//!
//! Not a property of the island: Leptos would read that with serde, which weighs as much as the rest of the island.

use quake::Bulletin;

use crate::words::{Clock, Units};

/// The id of the element that holds it.
#[cfg(any(feature = "ssr", feature = "hydrate"))]
const ELEMENT: &str = "snapshot";

/// The list as the server saw it when it rendered the page.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "ssr", derive(serde::Serialize))]
pub(crate) struct Snapshot {
    /// The first lines.
    pub(crate) rows: Vec<Bulletin>,
    /// How many earthquakes the view admits.
    pub(crate) count: usize,
    /// The mainshock that stands above them, and how many aftershocks it has.
    pub(crate) pinned: Option<Bulletin>,
    pub(crate) aftershocks: usize,
    /// The address the page was asked under, after `?`.
    pub(crate) search: String,
    /// When the page was rendered, milliseconds since 1970.
    pub(crate) now: i64,
    /// Where the stream goes on after this.
    pub(crate) cursor: String,
    /// How to say things.
    pub(crate) speech: Speech,
}

/// The reader's words, units and clock.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "ssr", derive(serde::Serialize))]
pub(crate) struct Speech {
    pub(crate) words: Words,
    pub(crate) units: Units,
    pub(crate) clock: Clock,
}

impl Speech {
    /// The words for a key, each `{name}` replaced by its value; the key itself where there are none.
    pub(crate) fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        crate::words::fill(&self.words.get(key), values)
    }
}

#[cfg(feature = "ssr")]
mod server {
    use leptos::prelude::*;

    use super::{ELEMENT, Snapshot};
    use crate::messages::Messages;

    /// A language's words.
    #[derive(Debug, Clone)]
    pub(crate) struct Words(pub(crate) &'static Messages);

    impl Words {
        pub(super) fn get(&self, key: &str) -> String {
            self.0.find(key).unwrap_or(key).to_owned()
        }
    }

    impl serde::Serialize for Words {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_map(self.0.island())
        }
    }

    impl Snapshot {
        /// What the render was given.
        pub(crate) fn take() -> Self {
            expect_context()
        }

        /// The block of JSON for the browser; nothing in it can end the element.
        pub(crate) fn block(&self) -> impl IntoView + use<> {
            let json = serde_json::to_string(self).expect("a snapshot is plain data").replace('<', "\\u003c");
            view! { <script type="application/json" id=ELEMENT inner_html=json></script> }
        }
    }
}

#[cfg(feature = "ssr")]
pub(crate) use server::Words;

#[cfg(not(feature = "ssr"))]
mod browser {
    use leptos::prelude::document;
    use wasm_bindgen::JsValue;

    use super::{ELEMENT, Snapshot, Speech};
    use crate::islands::reader::{self, Object};
    use crate::words::{Clock, Units};

    /// The catalogue as the browser read it.
    #[derive(Debug, Clone)]
    pub(crate) struct Words(Object);

    impl Words {
        pub(super) fn get(&self, key: &str) -> String {
            self.0.text(key).unwrap_or_else(|| key.to_owned())
        }
    }

    impl Snapshot {
        /// What the page holds. A page without one is not ours; the list then begins empty.
        pub(crate) fn take() -> Self {
            let text = document().get_element_by_id(ELEMENT).and_then(|element| element.text_content());
            let object = text.and_then(|text| Object::parse(&text)).unwrap_or(Object(JsValue::NULL));
            let speech = object.object("speech");
            Self {
                rows: object.objects("rows").iter().filter_map(reader::bulletin).collect(),
                count: object.number("count").unwrap_or_default() as usize,
                pinned: reader::bulletin(&object.object("pinned")),
                aftershocks: object.number("aftershocks").unwrap_or_default() as usize,
                search: object.text("search").unwrap_or_default(),
                now: object.number("now").unwrap_or_default() as i64,
                cursor: object.text("cursor").unwrap_or_default(),
                speech: Speech {
                    words: Words(speech.object("words")),
                    units: if speech.text("units").as_deref() == Some("Miles") {
                        Units::Miles
                    } else {
                        Units::Kilometres
                    },
                    clock: if speech.text("clock").as_deref() == Some("Local") { Clock::Local } else { Clock::Utc },
                },
            }
        }
    }
}

#[cfg(not(feature = "ssr"))]
pub(crate) use browser::Words;
