//! A stream in another form than the usual, or of chosen changes: written for one client, out of what it follows.

use std::time::Instant;

use axum::body::Body;
use bytes::Bytes;
use futures_util::stream;
use quake::Filter;
use store::StoreError;

use super::{SILENCE, retry};
use crate::server::catalogue::Catalogue;
use crate::server::error::RequestError;
use crate::server::events;
use crate::server::follower::{Follower, From, Heard};
use crate::server::interfaces::telling::{Form, Framing};

struct Chosen {
    follower: Follower,
    filter: Filter,
    form: Form,
    /// What to say before anything else.
    first: Option<Vec<u8>>,
    /// When anything was said last.
    told: Instant,
}

/// # Errors
/// When there are too many streams.
pub(super) fn body(catalogue: &Catalogue, from: &From, filter: Filter, form: Form) -> Result<Body, RequestError> {
    let open = |from: &From| Follower::open(catalogue, from);
    let mut first = Vec::new();
    if form.framing == Framing::Events {
        first.extend_from_slice(retry().as_bytes());
    }
    // Asked first: a change that comes between this and the place is told, and perhaps once more after a break.
    let known = catalogue.world().hub().cursor();
    let follower = if let Some(follower) = open(from)? {
        if *from == From::Now {
            form.quiet(&known, &mut first);
        }
        follower
    } else {
        events::stream_reset("too_old");
        form.reset(&known, &mut first);
        open(&From::Now)?.expect("now is never too old")
    };
    if form.framing == Framing::Events && !first.ends_with(b"\n\n") {
        first.push(b'\n');
    }
    let chosen = Chosen { follower, filter, form, first: Some(first), told: Instant::now() };
    Ok(Body::from_stream(stream::try_unfold(chosen, |mut chosen| async move {
        let bytes = chosen.next().await.inspect_err(events::answer_broken_off)?;
        Ok::<_, StoreError>(bytes.map(|bytes| (bytes, chosen)))
    })))
}

impl Chosen {
    async fn next(&mut self) -> Result<Option<Bytes>, StoreError> {
        if let Some(first) = self.first.take().filter(|first| !first.is_empty()) {
            return Ok(Some(first.into()));
        }
        let mut out = Vec::new();
        while out.is_empty() {
            match self.follower.next().await? {
                Some(Heard::News(news)) => {
                    let wanted = news.iter().filter(|news| self.filter.admits(&news.quake));
                    wanted.for_each(|news| self.form.news(news, &mut out));
                    // Much may happen of which nothing concerns this reader.
                    if let Some(last) = news.last().filter(|_| out.is_empty() && self.told.elapsed() >= SILENCE) {
                        self.form.quiet(&last.cursor, &mut out);
                    }
                }
                Some(Heard::Behind(cursor)) => self.form.reset(&cursor, &mut out),
                Some(Heard::Quiet(cursor)) => self.form.quiet(&cursor, &mut out),
                None => return Ok(None),
            }
        }
        self.told = Instant::now();
        Ok(Some(out.into()))
    }
}
