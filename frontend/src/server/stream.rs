//! `GET /events`: the stream of changes as server-sent events.
//!
//! Each message is a change ([`quake::Bulletin`] as JSON) and carries its position as `id`. Who comes back says the
//! last one in `Last-Event-ID` (browsers do so by themselves) or `?after=`, to whichever replica, and gets what is
//! missing. `event: reset` means that the position is too old: read `/api/events` again; the stream goes on.
//!
//! Scripts may have the same as lines of JSON, in a `CloudEvents` envelope, and not every change ([`chosen`]).

mod chosen;

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http_body::Frame;
use metrics::Counter;
use quake::{Cursor, Filter};
use tokio::sync::futures::OwnedNotified;

use super::catalogue::Catalogue;
use super::error::RequestError;
use super::events;
use super::follower::From;
use super::hub::{Place, Read};
use super::interfaces::following::{self, PARAMETERS};
use super::interfaces::parameters::Parameters;
use super::interfaces::telling::{Envelope, Form, Framing};
use super::world::World;

/// The hub's beat. Two of them, 15 s, lie between two signs of life on a quiet stream: less than any proxy's idle
/// timeout.
pub(crate) const BEAT: Duration = Duration::from_millis(7_500);
/// A stream that has told nothing for so long gives a sign of life.
pub(crate) const SILENCE: Duration = BEAT.saturating_mul(2);
/// Streams one replica carries. At 10 to 20 KiB each this is 400 MB at the most.
pub(crate) const STREAMS: usize = 20_000;
/// Browsers wait this long before they come back, and up to three times as long, so that they do not come together.
const RETRY_MS: u32 = 1_000;

/// The handler.
pub(crate) async fn stream(
    State(catalogue): State<Catalogue>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, RequestError> {
    let parameters = Parameters::read(query.as_deref(), &PARAMETERS)?;
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()).filter(|id| !id.is_empty());
    let (from, filter) = (following::from(&parameters, last)?, following::filter(&parameters)?);
    let cloud_events = parameters.choice("envelope") == Some("cloudevents");
    let envelope = if cloud_events { Envelope::CloudEvents } else { Envelope::Bare };
    let form = Form { framing: Framing::accepted(&headers), envelope };
    catalogue.world().ready()?;
    let usual = form == USUAL && filter == Filter::default();
    let body = match from {
        From::Now if usual => Body::new(Stream::open(Arc::clone(catalogue.world()), None)?),
        From::After(cursor) if usual => Body::new(Stream::open(Arc::clone(catalogue.world()), Some(&cursor))?),
        from => chosen::body(&catalogue, &from, filter, form)?,
    };
    let headers = [
        (header::CONTENT_TYPE, form.framing.media_type()),
        (header::CACHE_CONTROL, "no-store"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::VARY, "accept"),
        // nginx would gather messages before it passes them on.
        (header::HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    Ok((headers, body).into_response())
}

/// What browsers ask for, and what is ready for them.
const USUAL: Form = Form { framing: Framing::Events, envelope: Envelope::Bare };

/// The body of one stream: a place in the ring and what wakes it. No task, no timer, no queue of its own.
struct Stream {
    world: Arc<World>,
    place: Place,
    /// What to say before anything else.
    first: Option<Bytes>,
    news: Pin<Box<OwnedNotified>>,
    beats: u64,
    silent: bool,
    /// Looked up once a stream rather than at every delivery.
    deliveries: Counter,
}

impl Stream {
    fn open(world: Arc<World>, after: Option<&Cursor>) -> Result<Self, RequestError> {
        let hub = world.hub();
        if hub.readers().fetch_add(1, Ordering::Relaxed) >= STREAMS {
            hub.readers().fetch_sub(1, Ordering::Relaxed);
            events::streams_refused();
            return Err(RequestError::TooManyStreams);
        }
        let resumed = after.map(|cursor| hub.resume(cursor));
        events::stream_opened(matches!(resumed, Some(Some(_))));
        let retry = retry();
        // Asked first: a change that comes between this and the place is told, and perhaps once more after a break.
        let known = hub.cursor();
        let (place, first) = match resumed {
            Some(Some(place)) => (place, format!("{retry}\n")),
            // An id without data sets the position and is no message.
            None => (hub.now(), format!("{retry}id: {known}\n\n")),
            Some(None) => {
                events::stream_reset("too_old");
                (hub.now(), format!("{retry}{}", reset(&known)))
            }
        };
        let mut news = Box::pin(Arc::clone(hub.news()).notified_owned());
        news.as_mut().enable();
        let beats = hub.beats();
        Ok(Self {
            place,
            first: Some(first.into()),
            news,
            beats,
            silent: false,
            deliveries: events::deliveries(),
            world,
        })
    }
}

/// Tells a browser how long to wait before it comes back.
fn retry() -> String {
    format!("retry: {}\n", RETRY_MS + fastrand::u32(0..RETRY_MS * 2))
}

fn reset(cursor: &Cursor) -> String {
    format!("id: {cursor}\nevent: reset\ndata: {{}}\n\n")
}

impl http_body::Body for Stream {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let this = &mut *self;
        if let Some(first) = this.first.take() {
            return Poll::Ready(Some(Ok(Frame::data(first))));
        }
        let hub = this.world.hub();
        loop {
            if hub.is_closed() {
                return Poll::Ready(None);
            }
            match hub.read(&mut this.place) {
                Read::Frames(bytes) => {
                    this.silent = false;
                    this.deliveries.increment(1);
                    return Poll::Ready(Some(Ok(Frame::data(bytes))));
                }
                Read::Behind => {
                    events::stream_reset("slow");
                    let known = hub.cursor();
                    this.place = hub.now();
                    return Poll::Ready(Some(Ok(Frame::data(reset(&known).into()))));
                }
                Read::Nothing => {}
            }
            let beats = hub.beats();
            if beats != this.beats {
                this.beats = beats;
                // The first beat after a message begins the silence, the second ends it.
                this.silent = !this.silent;
                if !this.silent {
                    return Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(b":\n\n")))));
                }
            }
            ready!(this.news.as_mut().poll(context));
            this.news.set(Arc::clone(hub.news()).notified_owned());
            // Registered before the ring is read again, so that nothing slips between.
            this.news.as_mut().enable();
        }
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.world.hub().readers().fetch_sub(1, Ordering::Relaxed);
        events::stream_closed();
    }
}

#[cfg(test)]
mod tests {
    use super::super::hub::Told;
    use super::*;
    use http_body::Body as _;
    use quake::RecordPosition;
    use std::task::Waker;

    /// What the stream says now; `None` when it has nothing to say.
    fn said(stream: &mut Stream) -> Option<String> {
        match Pin::new(stream).poll_frame(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Some(Ok(frame))) => {
                Some(String::from_utf8(frame.into_data().expect("data").to_vec()).expect("text"))
            }
            Poll::Ready(_) => Some("end".to_owned()),
            Poll::Pending => None,
        }
    }

    fn told() -> Told {
        let feature = r#"{"id":"a","properties":{"lastupdate":"2026-11-20T10:00:00Z","time":"2026-11-20T09:59:00Z","lat":1,"lon":2}}"#;
        let quake = Arc::new(quake::emsc::parse_feature(feature).unwrap());
        Told { received: quake.updated, quake, revision: 1, source: None }
    }

    fn publish(world: &World, offset: i64) {
        world.hub().publish(RecordPosition { time_ms: offset, partition: 0, offset }, "{}", told());
    }

    #[test]
    fn a_quiet_stream_gives_a_sign_of_life_every_second_beat_and_one_with_news_does_not() {
        let world = Arc::new(World::new(30));
        let mut stream = Stream::open(Arc::clone(&world), None).unwrap();
        assert!(said(&mut stream).unwrap().starts_with("retry: "));
        assert_eq!(said(&mut stream), None);
        for _ in 0..2 {
            world.hub().beat();
            assert_eq!(said(&mut stream), None);
            world.hub().beat();
            assert_eq!(said(&mut stream).as_deref(), Some(":\n\n"));
        }
        world.hub().beat();
        assert_eq!(said(&mut stream), None);
        publish(&world, 1);
        assert!(said(&mut stream).unwrap().contains("data: {}"));
        world.hub().beat();
        assert_eq!(said(&mut stream), None, "the news was the sign of life");
    }

    #[test]
    fn news_is_counted_when_it_is_handed_out_and_signs_of_life_are_none() {
        let metrics = service::install_metrics(&[super::super::meters::METERS]);
        let delivered = || -> u64 {
            let text = metrics.text();
            let line = text.lines().find_map(|line| line.strip_prefix("quakewire_frontend_deliveries_total "));
            line.expect("it begins at 0").parse().unwrap()
        };
        let world = Arc::new(World::new(30));
        let mut stream = Stream::open(Arc::clone(&world), None).unwrap();
        let before = delivered();
        assert!(said(&mut stream).is_some());
        for offset in 1..=1_000 {
            publish(&world, offset);
            assert!(said(&mut stream).is_some());
            world.hub().beat();
            assert_eq!(said(&mut stream), None);
            world.hub().beat();
            assert_eq!(said(&mut stream).as_deref(), Some(":\n\n"));
        }
        // The other tests of this process count their few into the same.
        assert!((1_000..1_100).contains(&(delivered() - before)));
    }

    #[test]
    fn a_stream_ends_when_the_hub_closes_and_its_place_is_free_again() {
        let world = Arc::new(World::new(30));
        let mut stream = Stream::open(Arc::clone(&world), None).unwrap();
        assert!(said(&mut stream).is_some());
        world.hub().close();
        assert_eq!(said(&mut stream).as_deref(), Some("end"));
        drop(stream);
        assert_eq!(world.hub().readers().load(Ordering::Relaxed), 0);
    }

    #[test]
    fn who_comes_back_too_late_is_told_to_read_again_and_then_goes_on() {
        let world = Arc::new(World::new(30));
        world.hub().complete_since(1_000);
        let mut stream = Stream::open(Arc::clone(&world), Some(&"1-0".parse().unwrap())).unwrap();
        assert!(said(&mut stream).unwrap().contains("event: reset"));
        publish(&world, 2_000);
        assert!(said(&mut stream).unwrap().contains("id: 2000-2000"));
    }
}
