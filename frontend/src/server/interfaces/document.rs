//! An answer on its way to a client: read, written and sent piece by piece, so that its length costs no memory.

use std::sync::Arc;

use axum::body::Body;
use bytes::Bytes;
use formats::{Document, Entry};
use futures_util::stream;
use quake::Quake;

use crate::server::catalogue::{Answer, Catalogue, CatalogueError};
use crate::server::events;

/// Earthquakes that are written before they are sent: some 100 KB of QuakeML.
const PIECE: usize = 64;

/// What of each earthquake's past is written too.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Past {
    pub(crate) all_origins: bool,
    pub(crate) all_magnitudes: bool,
}

/// What writes an answer: one of the field's formats, or an interface's own.
pub(crate) trait Write {
    /// What stands before the first earthquake. Called once.
    fn begin(&mut self, out: &mut String);
    /// One earthquake, and what parts it from the one before.
    fn event(&mut self, entry: &Entry<'_>, out: &mut String);
    /// What stands after the last. Called once.
    fn end(&mut self, out: &mut String);
}

impl Write for Document {
    fn begin(&mut self, out: &mut String) {
        Document::begin(self, out);
    }

    fn event(&mut self, entry: &Entry<'_>, out: &mut String) {
        Document::event(self, entry, out);
    }

    fn end(&mut self, out: &mut String) {
        Document::end(self, out);
    }
}

/// The body that has all of an answer. If the table goes away meanwhile the body breaks off, so that no client takes
/// half an answer for a whole one.
pub(crate) fn body(answer: Answer, document: impl Write + Send + 'static, catalogue: Catalogue, past: Past) -> Body {
    let left = Vec::new().into_iter();
    let writing = Writing { answer, document, state: State::Beginning, left, catalogue, past };
    Body::from_stream(stream::try_unfold(writing, |mut writing| async move {
        let piece = writing.next().await.inspect_err(events::answer_broken_off)?;
        Ok::<_, CatalogueError>(piece.map(|piece| (piece, writing)))
    }))
}

struct Writing<W> {
    answer: Answer,
    document: W,
    state: State,
    /// What is read and not yet written.
    left: std::vec::IntoIter<Arc<Quake>>,
    catalogue: Catalogue,
    past: Past,
}

#[derive(PartialEq)]
enum State {
    Beginning,
    Middle,
    Ended,
}

impl<W: Write> Writing<W> {
    async fn next(&mut self) -> Result<Option<Bytes>, CatalogueError> {
        let mut out = String::new();
        match self.state {
            State::Beginning => self.document.begin(&mut out),
            State::Middle => {}
            State::Ended => return Ok(None),
        }
        self.state = State::Middle;
        if self.left.len() == 0 {
            if let Some(quakes) = self.answer.next().await? {
                self.left = quakes.into_iter();
            } else {
                self.document.end(&mut out);
                self.state = State::Ended;
            }
        }
        let Past { all_origins, all_magnitudes } = self.past;
        for latest in self.left.by_ref().take(PIECE) {
            let revisions =
                if all_origins || all_magnitudes { self.catalogue.revisions(&latest.id).await? } else { Vec::new() };
            let entry = Entry { latest: &latest, revisions: &revisions, all_origins, all_magnitudes };
            self.document.event(&entry, &mut out);
        }
        Ok(Some(out.into()))
    }
}
