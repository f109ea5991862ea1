//! What an earthquake looks like in each of the field's formats: those that `ObsPy`, QGIS, Home Assistant and
//! scripts written for EMSC or USGS read.
//!
//! An answer is a [`Document`]: begun once, given its events one by one, ended once. It writes into a `String` that
//! the caller may empty at any time, so that its memory does not grow with the answer; what is known only at the end
//! (counts, the bounding box) stands at the end.
//!
//! ```
//! # use formats::{Document, Entry, Format, Heading};
//! # let quake = quake::emsc::parse_feature(r#"{"id":"20250305_0000090","properties":{"time":"2025-03-05T09:45:07Z",
//! #     "lastupdate":"2025-03-05T10:06:56Z","lat":40.1,"lon":28.5}}"#).unwrap();
//! # let heading = Heading { title: String::new(), url: String::new(), site: String::new(), generated: quake.updated };
//! let mut out = String::new();
//! let mut document = Document::new(Format::Text, heading);
//! document.begin(&mut out);
//! document.event(&Entry::latest(&quake), &mut out);
//! document.end(&mut out);
//! assert_eq!(out.lines().count(), 2);
//! ```
//!
//! | file | who made the format | what only it knows |
//! |---|---|---|
//! | `quakeml` | the seismologists | public ids, depth in metres, revisions side by side |
//! | `text` | FDSN | fourteen columns |
//! | `csv` | USGS | twenty-two columns |
//! | `emsc` | EMSC | elevation instead of depth; the feature itself is written by [`quake::emsc`] |
//! | `usgs` | USGS | identifiers made of network and code, significance, the bounding box |
//! | `atom` | feed readers, `GeoRSS` | how old an event is |
//!
//! What they share: `document` (which of them writes), `contributor` (whose events these are), `kind` (words for what
//! shook the ground), `title`, `metres`, `xml` and `line` (escaping).

mod atom;
mod contributor;
mod csv;
mod document;
mod emsc;
mod format;
mod kind;
mod line;
pub mod metres;
mod name;
mod quakeml;
#[cfg(test)]
mod sample;
mod text;
mod title;
pub mod usgs;
mod xml;

pub use contributor::contributor;
pub use document::{Document, Entry, Heading};
pub use format::Format;
pub use kind::event_type;
pub use name::unid;
pub use quakeml::public_id;
pub use title::title;
pub use xml::Escaped;
