//! USGS's summary feeds, `/earthquakes/feed/v1.0/summary/`: twenty files that most programs which show earthquakes read,
//! under the names that USGS gave them and with our own title.
//!
//! Four choices of magnitude and the significant ones, four spans of time, and for each the formats that its end names.
//! To a client each is a file: whatever follows a `?` is left alone, because programs put a number there to get past
//! caches, and because no file takes a filter, here or at USGS. What takes filters is [`super::fdsn`].
//!
//! A feed is made when it is asked for, so that it has what is known at that moment. Programs that read it in parts,
//! as GDAL and QGIS do, are given the parts of one.

mod range;
mod shelf;

use std::fmt::Write;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Instant;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use formats::{Document, Entry, Format, Heading};
use jiff::{SignedDuration, Timestamp};
use quake::{Filter, Query};
use sha2::{Digest, Sha256};

use self::range::Range;
use self::shelf::{Part, Shelf};
use super::Means;
use crate::server::catalogue::{Catalogue, CatalogueError};
use crate::server::limit::{Refuse, limited};

/// Where they all are.
const BASE: &str = "/earthquakes/feed/v1.0/summary/";
/// How long a feed may be kept, as with USGS.
const KEPT: HeaderValue = HeaderValue::from_static("public, max-age=60");
/// From here on [`formats::usgs::significance`] is 600 or more, which USGS calls significant.
const SIGNIFICANT: f64 = 6.2424;
/// Events that are written before others have their turn.
const PIECE: usize = 256;
/// What takes a feed that reaches back as far as memory does out of memory alone: of its oldest second it lets go.
const WITHIN_MEMORY: SignedDuration = SignedDuration::from_secs(1);

/// A choice of magnitudes.
struct Size {
    name: &'static str,
    title: &'static str,
    /// The least magnitude: five hundredths below the name, as at USGS, so that what is shown as 2.5 is in 2.5.
    least: Option<f64>,
}

/// A span of time that ends now.
struct Age {
    name: &'static str,
    title: &'static str,
    span: SignedDuration,
}

static SIZES: [Size; 5] = [
    Size { name: "all", title: "All Earthquakes", least: None },
    Size { name: "1.0", title: "Magnitude 1.0+ Earthquakes", least: Some(0.95) },
    Size { name: "2.5", title: "Magnitude 2.5+ Earthquakes", least: Some(2.45) },
    Size { name: "4.5", title: "Magnitude 4.5+ Earthquakes", least: Some(4.45) },
    Size { name: "significant", title: "Significant Earthquakes", least: Some(SIGNIFICANT) },
];

static AGES: [Age; 4] = [
    Age { name: "hour", title: "Past Hour", span: SignedDuration::from_hours(1) },
    Age { name: "day", title: "Past Day", span: SignedDuration::from_hours(24) },
    Age { name: "week", title: "Past Week", span: SignedDuration::from_hours(24 * 7) },
    Age { name: "month", title: "Past Month", span: SignedDuration::from_hours(24 * 30) },
];

/// The formats, by the ends of names. USGS has KML as well, and JSON in a function's call; nobody needs these two who
/// can read one of the others from any site.
static ENDS: [(&str, Format); 4] =
    [("geojson", Format::UsgsGeoJson), ("atom", Format::Atom), ("csv", Format::Csv), ("quakeml", Format::QuakeMl)];

/// One of the feeds.
struct Feed {
    size: &'static Size,
    age: &'static Age,
    format: Format,
}

/// What feeds are made of.
#[derive(Clone)]
struct Feeds {
    means: Means,
    shelf: Arc<Mutex<Shelf>>,
}

/// A feed's body, and what it is known by.
#[derive(Debug, Clone)]
struct Written {
    body: Bytes,
    tag: HeaderValue,
}

pub(super) fn routes(means: Means) -> Router {
    let limits = means.limits.clone();
    let feeds = Feeds { means, shelf: Arc::default() };
    Router::new()
        .route(&format!("{BASE}{{file}}"), get(feed))
        .layer(from_fn_with_state((limits, refuse as Refuse), limited))
        .with_state(feeds)
}

/// The refusal of one who asks too often.
fn refuse(seconds: u64, _: &Request) -> Response {
    let text = format!("Too many requests from your address; try again in {seconds} s\n");
    (StatusCode::TOO_MANY_REQUESTS, text).into_response()
}

async fn feed(
    State(feeds): State<Feeds>,
    file: Result<Path<String>, PathRejection>,
    method: Method,
    headers: HeaderMap,
) -> Response {
    // A name that is no text is none of a feed.
    let Ok(Path(file)) = file else { return absent() };
    let Some(feed) = Feed::named(&file) else { return absent() };
    // A range under a condition would have to be of the very bytes that the client has, and these tell the moment when
    // they were written. The whole is a right answer.
    let range = headers.get(header::RANGE).filter(|_| method == Method::GET && !headers.contains_key(header::IF_RANGE));
    let range = range.and_then(Range::read);
    let part = match range {
        Some(range) if !range.is_first() => Part::Later,
        Some(_) => Part::First,
        // Who asks for the length is about to ask for parts.
        None if method == Method::HEAD => Part::First,
        None => Part::Whole,
    };
    let site = feeds.means.address.site(&headers);
    let Written { body, tag } = match feeds.written(&feed, part, site, &file).await {
        Ok(written) => written,
        Err(error) => return later(&error),
    };
    let about = [(header::CACHE_CONTROL, KEPT), (header::ETAG, tag.clone())];
    if has(&headers, &tag) {
        return (StatusCode::NOT_MODIFIED, about).into_response();
    }
    let (status, place, part) = range::part(range, body);
    let about = (about, [(header::ACCEPT_RANGES, "bytes"), (header::CONTENT_TYPE, feed.format.media_type())]);
    let place: HeaderMap = place.map(|place| (header::CONTENT_RANGE, place)).into_iter().collect();
    (status, about, place, part).into_response()
}

impl Feeds {
    /// A feed as it is now; for one who reads it in parts, as it was a moment ago.
    async fn written(&self, feed: &Feed, part: Part, site: String, file: &str) -> Result<Written, CatalogueError> {
        let url = format!("{site}{BASE}{file}");
        if let Some(kept) = self.shelf().take(&url, part, Instant::now()) {
            return Ok(kept);
        }
        let heading = Heading { title: feed.title(), url: url.clone(), site, generated: this_second() };
        let written = feed.written(&self.means.catalogue, heading).await?;
        self.shelf().put(url, part, written.clone(), Instant::now());
        Ok(written)
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().expect("nobody panics while holding the shelf")
    }
}

/// What they are all called.
pub(super) fn names() -> impl Iterator<Item = String> {
    let each =
        |size: &'static Size, age: &'static Age| ENDS.map(|(end, _)| format!("{}_{}.{end}", size.name, age.name));
    SIZES.iter().flat_map(move |size| AGES.iter().flat_map(move |age| each(size, age)))
}

impl Feed {
    fn named(file: &str) -> Option<Self> {
        let (name, end) = file.rsplit_once('.')?;
        let (size, age) = name.split_once('_')?;
        Some(Self {
            size: SIZES.iter().find(|known| known.name == size)?,
            age: AGES.iter().find(|known| known.name == age)?,
            format: ENDS.iter().find(|(known, _)| *known == end)?.1,
        })
    }

    fn title(&self) -> String {
        format!("Quakewire {}, {}", self.size.title, self.age.title)
    }

    fn query(&self, now: Timestamp, remembered: Timestamp) -> Query {
        let since = now - self.age.span;
        let almost = since < remembered && remembered.duration_since(since) < WITHIN_MEMORY;
        let since = if almost { remembered + WITHIN_MEMORY } else { since };
        Query {
            filter: Filter { since: Some(since), min_magnitude: self.size.least, ..Filter::default() },
            ..Query::default()
        }
    }

    async fn written(&self, catalogue: &Catalogue, heading: Heading) -> Result<Written, CatalogueError> {
        let mut answer = catalogue.find(self.query(Timestamp::now(), catalogue.world().since())).await?;
        let mut document = Document::new(self.format, heading);
        let mut body = String::new();
        document.begin(&mut body);
        let first = body.len();
        while let Some(quakes) = answer.next().await? {
            for piece in quakes.chunks(PIECE) {
                for quake in piece {
                    document.event(&Entry::latest(quake), &mut body);
                }
                tokio::task::yield_now().await;
            }
        }
        let tag = tag(&body.as_bytes()[first..]);
        document.end(&mut body);
        Ok(Written { body: body.into(), tag })
    }
}

/// A tag made of the events as they are written, and not of the moment when: as long as it stays the same there is
/// nothing new. Weak, for the bytes around them do tell the moment. The same at all replicas.
fn tag(events: &[u8]) -> HeaderValue {
    let mut text = String::from("W/\"");
    for byte in &Sha256::digest(events)[..12] {
        let _ = write!(text, "{byte:02x}");
    }
    text.push('"');
    text.parse().expect("hexadecimal digits in quotes can stand in a header")
}

/// Whether the client has what a tag stands for. Compared weakly, as caches ask: what came compressed, or was marked
/// by a proxy, is the same.
fn has(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let ours = tag.to_str().map(opaque).unwrap_or_default();
    let given = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    given.flat_map(|value| value.split(',')).any(|theirs| theirs.trim() == "*" || opaque(theirs) == ours)
}

/// Now, to the second: nobody needs more, and it is written alike in all formats.
fn this_second() -> Timestamp {
    Timestamp::from_second(Timestamp::now().as_second()).expect("now is a time")
}

fn absent() -> Response {
    let (sizes, ages) = (SIZES.each_ref().map(|size| size.name), AGES.each_ref().map(|age| age.name));
    let ends = ENDS.map(|(end, _)| end);
    let text = format!(
        "There is no such feed. Names are <magnitude>_<span>.<format>, such as all_day.geojson: {}; {}; {}\n",
        sizes.join(", "),
        ages.join(", "),
        ends.join(", ")
    );
    (StatusCode::NOT_FOUND, text).into_response()
}

/// What cannot be answered now can in a few seconds.
fn later(error: &CatalogueError) -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "3")], format!("{error}\n")).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_twenty_feeds_in_each_format_and_no_other() {
        let names = SIZES.iter().flat_map(|size| AGES.iter().map(move |age| format!("{}_{}", size.name, age.name)));
        let names: Vec<_> = names.collect();
        assert_eq!(names.len(), 20);
        for name in names {
            for (end, _) in ENDS {
                assert!(Feed::named(&format!("{name}.{end}")).is_some());
            }
        }
        for name in
            ["all_hour", "all_hour.kml", "all.geojson", "3.0_day.geojson", "all_year.geojson", "ALL_DAY.geojson"]
        {
            assert!(Feed::named(name).is_none(), "{name}");
        }
    }

    #[test]
    fn a_feed_is_titled_as_what_it_is_and_not_as_somebody_elses() {
        let title = |file| Feed::named(file).unwrap().title();
        assert_eq!(title("all_hour.geojson"), "Quakewire All Earthquakes, Past Hour");
        assert_eq!(title("2.5_day.atom"), "Quakewire Magnitude 2.5+ Earthquakes, Past Day");
        assert_eq!(title("significant_month.csv"), "Quakewire Significant Earthquakes, Past Month");
    }

    #[test]
    fn what_is_significant_by_its_points_is_so_by_its_magnitude() {
        for thousandths in 0..10_000 {
            let magnitude = f64::from(thousandths) / 1000.0;
            assert_eq!(formats::usgs::significance(magnitude) >= 600, magnitude >= SIGNIFICANT, "{magnitude}");
        }
    }

    #[test]
    fn a_feed_as_long_as_memory_is_made_out_of_memory_alone() {
        let since = |file: &str, remembered: &str| {
            let now = "2026-11-20T12:00:00Z".parse().unwrap();
            Feed::named(file).unwrap().query(now, remembered.parse().unwrap()).filter.since.unwrap().to_string()
        };
        assert_eq!(since("all_month.csv", "2026-10-21T12:00:00.004Z"), "2026-10-21T12:00:01.004Z");
        assert_eq!(since("all_month.csv", "2026-11-19T12:00:00Z"), "2026-10-21T12:00:00Z");
        assert_eq!(since("all_week.csv", "2026-10-21T12:00:00Z"), "2026-11-13T12:00:00Z");
    }

    #[test]
    fn a_client_that_has_a_feed_says_so_in_many_ways() {
        let tag = tag(b"events");
        let asked = |given: String| has(&HeaderMap::from_iter([(header::IF_NONE_MATCH, given.parse().unwrap())]), &tag);
        let text = tag.to_str().unwrap();
        assert!(asked(text.to_owned()) && asked(text.trim_start_matches("W/").to_owned()) && asked("*".to_owned()));
        assert!(asked(format!("\"other\", {text}")));
        assert!(!asked("\"other\"".to_owned()) && !has(&HeaderMap::new(), &tag));
    }
}
