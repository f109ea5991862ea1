//! What readers can lay over the map: a folder of GeoJSON files, read at the start and served from memory.
//!
//! `GET /overlays` lists them; each has an address with a hash of its content. The format is told in overlays/README.md.

mod overlay;

use std::collections::HashMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path as Name, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

pub(super) use self::overlay::Entry;
use self::overlay::{Overlay, Packed};
use super::events;
use super::routes::FOR_EVER;

/// Each is kept in memory three times and is a line in a panel; more than this is a mistake.
const MOST: usize = 32;

/// The overlays there are.
pub(crate) struct Overlays {
    /// The answer to `GET /overlays`.
    list: Vec<u8>,
    /// By the last part of their addresses.
    files: HashMap<String, Packed>,
}

impl Overlays {
    /// Reads a folder. One that is not there has no overlays; a file that cannot be used is told and left out.
    pub(crate) fn read(folder: &Path) -> Self {
        let mut overlays = Vec::new();
        for path in files(folder) {
            if overlays.len() == MOST {
                events::overlay_skipped(&path, &format!("there are more than {MOST}"));
                continue;
            }
            match Overlay::read(&path) {
                Ok(overlay) => overlays.push(overlay),
                Err(error) => events::overlay_skipped(&path, &error),
            }
        }
        events::overlays_read(overlays.len());
        let entries: Vec<_> = overlays.iter().map(|overlay| &overlay.entry).collect();
        // Text and maps of text have no reason to fail.
        let list = serde_json::to_vec(&entries).unwrap_or_else(|_| b"[]".to_vec());
        Self { list, files: overlays.into_iter().map(|overlay| (overlay.file, overlay.packed)).collect() }
    }
}

/// The routes.
pub(crate) fn routes(overlays: Overlays) -> Router {
    Router::new().route("/overlays", get(list)).route("/overlays/{file}", get(file)).with_state(Arc::new(overlays))
}

/// The overlays of a folder in the order of their names.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Vec::new(),
        Err(error) => {
            events::overlay_skipped(folder, &error);
            return Vec::new();
        }
    };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut files: Vec<_> =
        paths.filter(|path| path.extension().is_some_and(|extension| extension == "geojson")).collect();
    files.sort();
    files
}

async fn list(State(overlays): State<Arc<Overlays>>) -> Response {
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")];
    (headers, overlays.list.clone()).into_response()
}

async fn file(State(overlays): State<Arc<Overlays>>, Name(file): Name<String>, headers: HeaderMap) -> Response {
    let Some(packed) = overlays.files.get(&file) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let accepts = |encoding: &str| accepted.split([',', ';', ' ']).any(|word| word == encoding);
    let (encoding, content) = if accepts("br") {
        (Some("br"), &packed.brotli)
    } else if accepts("gzip") {
        (Some("gzip"), &packed.gzip)
    } else {
        (None, &packed.plain)
    };
    let about = [(header::CONTENT_TYPE, "application/geo+json"), (header::VARY, "accept-encoding")];
    let answer = ([(header::CACHE_CONTROL, FOR_EVER)], about, content.clone());
    match encoding {
        Some(encoding) => ([(header::CONTENT_ENCODING, encoding)], answer).into_response(),
        None => answer.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    const TWO_LINES: &str = r##"{"type": "FeatureCollection", "title": "Two lines", "colour": "#6c93b5",
        "credit": "nobody", "features": [{"type": "Feature", "properties": {"Type": "subduction"}, "geometry":
        {"type": "MultiLineString", "coordinates": [[[179, -20], [180, -19]], [[-180, -19], [-179, -18]]]}}]}"##;

    async fn ask(overlays: &Arc<Overlays>, name: &str, accept: &str) -> Response {
        let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, accept.parse().unwrap())]);
        file(State(Arc::clone(overlays)), Name(name.to_owned()), headers).await
    }

    #[tokio::test]
    async fn a_good_overlay_is_listed_and_served_packed_and_a_bad_one_is_left_out() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("lines.geojson"), TWO_LINES).unwrap();
        fs::write(folder.path().join("broken.geojson"), &TWO_LINES[..40]).unwrap();
        fs::write(folder.path().join("README.md"), "no overlay").unwrap();
        let overlays = Arc::new(Overlays::read(folder.path()));

        let list: serde_json::Value = serde_json::from_slice(&overlays.list).unwrap();
        assert_eq!(list.as_array().unwrap().len(), 1);
        assert_eq!(list[0]["name"], "lines");
        assert_eq!(list[0]["title"], "Two lines");
        assert_eq!(list[0]["colour"], serde_json::json!({"dark": "#6c93b5", "light": "#6c93b5"}));
        let url = list[0]["url"].as_str().unwrap();
        let name = url.strip_prefix("/overlays/").unwrap();

        for (accept, encoding) in [("gzip, br;q=0.9", Some("br")), ("gzip", Some("gzip")), ("identity", None)] {
            let answer = ask(&overlays, name, accept).await;
            assert_eq!(answer.status(), StatusCode::OK);
            assert_eq!(answer.headers().get(header::CONTENT_ENCODING).map(|value| value.to_str().unwrap()), encoding);
            assert_eq!(answer.headers()[header::CACHE_CONTROL], FOR_EVER);
        }
        assert_eq!(ask(&overlays, "lines.geojson", "br").await.status(), StatusCode::NOT_FOUND);
    }

    #[test]
    fn a_folder_that_is_missing_has_no_overlays() {
        assert_eq!(Overlays::read(Path::new("no such folder")).list, b"[]");
    }

    /// `QUAKEWIRE_PLATES` names a file that `cargo xtask overlays` made.
    #[test]
    fn the_plates_are_an_overlay_where_they_have_been_fetched() {
        let Some(plates) = std::env::var_os("QUAKEWIRE_PLATES") else {
            // Past the harness, which swallows what a test says that passes; nobody may be listening.
            let _ = writeln!(std::io::stderr(), "NOT RUN: no plate boundaries; `cargo xtask overlays` fetches them");
            return;
        };
        let plates = Overlay::read(Path::new(&plates)).unwrap();
        assert!(plates.entry.credit.contains("Bird"));
    }
}
