//! One overlay: a GeoJSON file that says its title, colours and credit, checked and packed.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

/// A browser has to read it all at once, and so has a person's phone.
const MOST_BYTES: u64 = 8 << 20;

/// An overlay that can be served.
#[derive(Debug)]
pub(super) struct Overlay {
    pub(super) entry: Entry,
    /// The last part of its address.
    pub(super) file: String,
    pub(super) packed: Packed,
}

/// What the list says of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Overlay)]
pub(in crate::server) struct Entry {
    /// What addresses and settings call it.
    name: String,
    title: String,
    colour: Colours,
    /// Who made it.
    pub(super) credit: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    licence: Option<String>,
    /// Where it is; the address changes with the content.
    url: String,
}

/// The file in the three forms in which it may be asked for.
#[derive(Debug)]
pub(super) struct Packed {
    pub(super) plain: Bytes,
    pub(super) brotli: Bytes,
    pub(super) gzip: Bytes,
}

/// Why a file is no overlay.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unusable {
    #[error("it cannot be read: {0}")]
    Unreadable(#[from] io::Error),
    #[error("its name must be of small letters, digits, - and _")]
    Name,
    #[error("it has {0} bytes, and {MOST_BYTES} is the most")]
    TooLarge(u64),
    #[error("it is not a GeoJSON FeatureCollection with \"title\", \"colour\" and \"credit\": {0}")]
    Malformed(#[from] serde_json::Error),
    #[error("\"{0}\" is empty")]
    Empty(&'static str),
    #[error("\"{0}\" is not a colour like #6c93b5")]
    Colour(String),
}

#[derive(Deserialize)]
struct File {
    #[serde(rename = "type")]
    _kind: Collection,
    title: String,
    colour: Colour,
    credit: String,
    licence: Option<String>,
    #[serde(rename = "features")]
    _features: Vec<Feature>,
}

#[derive(Deserialize)]
enum Collection {
    FeatureCollection,
}

#[derive(Deserialize)]
struct Feature {
    #[serde(rename = "geometry")]
    _geometry: Option<Geometry>,
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    Point(#[expect(dead_code, reason = "read to be checked")] Position),
    MultiPoint(#[expect(dead_code, reason = "read to be checked")] Vec<Position>),
    LineString(#[expect(dead_code, reason = "read to be checked")] Vec<Position>),
    MultiLineString(#[expect(dead_code, reason = "read to be checked")] Vec<Vec<Position>>),
    Polygon(#[expect(dead_code, reason = "read to be checked")] Vec<Vec<Position>>),
    MultiPolygon(#[expect(dead_code, reason = "read to be checked")] Vec<Vec<Vec<Position>>>),
}

type Position = Vec<f64>;

#[derive(Deserialize)]
#[serde(untagged)]
enum Colour {
    Both(String),
    Each(Colours),
}

#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[schema(as = OverlayColours)]
struct Colours {
    dark: String,
    light: String,
}

impl Overlay {
    pub(super) fn read(path: &Path) -> Result<Self, Unusable> {
        let name =
            path.file_stem().and_then(|stem| stem.to_str()).filter(|stem| is_name(stem)).ok_or(Unusable::Name)?;
        let length = fs::metadata(path)?.len();
        if length > MOST_BYTES {
            return Err(Unusable::TooLarge(length));
        }
        let plain = fs::read(path)?;
        let File { title, colour, credit, licence, .. } = serde_json::from_slice(&plain)?;
        for (member, text) in [("title", &title), ("credit", &credit)] {
            if text.trim().is_empty() {
                return Err(Unusable::Empty(member));
            }
        }
        let colour = match colour {
            Colour::Both(colour) => Colours { dark: colour.clone(), light: colour },
            Colour::Each(colours) => colours,
        };
        if let Some(wrong) = [&colour.dark, &colour.light].into_iter().find(|colour| !is_colour(colour)) {
            return Err(Unusable::Colour(wrong.clone()));
        }
        let digest = Sha256::digest(&plain);
        let hash = digest.iter().take(6).fold(0_u64, |hash, byte| hash << 8 | u64::from(*byte));
        let file = format!("{name}.{hash:012x}.geojson");
        let entry = Entry { name: name.to_owned(), title, colour, credit, licence, url: format!("/overlays/{file}") };
        Ok(Self { entry, file, packed: Packed::new(plain)? })
    }
}

impl Packed {
    fn new(plain: Vec<u8>) -> io::Result<Self> {
        let mut brotli = Vec::new();
        // A service waits for this at its start: nearly the best there is, in a tenth of the time.
        let quality = brotli::enc::BrotliEncoderParams { quality: 9, size_hint: plain.len(), ..Default::default() };
        brotli::BrotliCompress(&mut plain.as_slice(), &mut brotli, &quality)?;
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(&plain)?;
        Ok(Self { gzip: gzip.finish()?.into(), brotli: brotli.into(), plain: plain.into() })
    }
}

/// It goes into addresses, and the page's own has several of them separated by commas.
fn is_name(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'))
}

fn is_colour(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, text: &str) -> Result<Overlay, Unusable> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        Overlay::read(&path)
    }

    #[test]
    fn what_is_wrong_with_a_file_is_said() {
        let good = r##"{"type": "FeatureCollection", "title": "T", "colour": {"dark": "#000000", "light": "#ffffff"},
            "credit": "C", "licence": "CC0", "features": [{"type": "Feature", "properties": null, "geometry":
            {"type": "Point", "coordinates": [1, 2]}}]}"##;
        assert!(read("good-1.geojson", good).is_ok());
        let wrong = |name, from: &str, to: &str| read(name, &good.replace(from, to)).unwrap_err().to_string();
        assert!(wrong("a b.geojson", "", "").contains("its name"));
        assert!(wrong("a.geojson", "\"title\"", "\"name\"").contains("missing field `title`"));
        assert!(wrong("a.geojson", "\"C\"", "\" \"").contains("\"credit\" is empty"));
        assert!(wrong("a.geojson", "#ffffff", "white").contains("white"));
        assert!(wrong("a.geojson", "FeatureCollection", "Topology").contains("Topology"));
        assert!(wrong("a.geojson", "[1, 2]", "\"here\"").contains("it is not a GeoJSON"));
    }
}
