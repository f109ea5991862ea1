//! Up to when the topic is complete: what a gap is measured by.

use std::sync::Mutex;

use jiff::Timestamp;
use tokio::sync::Notify;

/// Shared by the listener, which opens gaps, and the filler, which closes them. Every record carries
/// [`Completeness::mark`], so that the next producer knows where to begin.
#[derive(Debug)]
pub(crate) struct Completeness {
    state: Mutex<State>,
    connected: Notify,
}

#[derive(Debug)]
struct State {
    /// Everything the feed published up to this instant is in the topic.
    complete: Option<Timestamp>,
    /// The newest report heard on the present connection.
    heard: Option<Timestamp>,
    /// Since when the socket has been open.
    connected_since: Option<Timestamp>,
    /// Whether something may be missing after `complete`.
    gap: bool,
}

impl Completeness {
    /// At the start there is always a gap: from `position` on, or the whole history.
    pub(crate) fn new(position: Option<Timestamp>) -> Self {
        let state = State { complete: position, heard: None, connected_since: None, gap: true };
        Self { state: Mutex::new(state), connected: Notify::new() }
    }

    /// What a record sent now may say of the topic.
    pub(crate) fn mark(&self) -> Option<Timestamp> {
        let state = self.state();
        if state.gap { state.complete } else { state.complete.max(state.heard) }
    }

    /// The socket is open: from here on nothing is missed.
    pub(crate) fn connected(&self) {
        let mut state = self.state();
        state.connected_since = Some(Timestamp::now());
        state.heard = None;
        drop(state);
        self.connected.notify_one();
    }

    /// A report came. A feed's clock that runs ahead must not make us believe in a complete future.
    pub(crate) fn heard(&self, updated: Timestamp, received: Timestamp) {
        let mut state = self.state();
        state.heard = state.heard.max(Some(updated.min(received)));
    }

    /// The socket is gone: what comes from now on is missed.
    pub(crate) fn lost(&self) {
        let mut state = self.state();
        if !state.gap {
            state.complete = state.complete.max(state.heard);
            state.gap = true;
        }
        state.connected_since = None;
    }

    /// From when on reports may be missing; `None` when there is no telling.
    pub(crate) fn complete(&self) -> Option<Timestamp> {
        self.state().complete
    }

    /// All that was published before `asked` has been fetched. The gap is closed if the socket was open by then.
    pub(crate) fn filled(&self, asked: Timestamp) {
        let mut state = self.state();
        state.complete = state.complete.max(Some(asked));
        if state.connected_since.is_some_and(|since| since <= asked) {
            state.gap = false;
        }
    }

    /// Waits for the next connection.
    pub(crate) async fn reconnection(&self) {
        self.connected.notified().await;
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().expect("nobody panics while holding the state")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn what_is_heard_counts_only_once_the_gap_before_it_is_closed() {
        let completeness = Completeness::new(Some(at(100)));
        completeness.connected();
        completeness.heard(at(500), at(501));
        assert_eq!(completeness.mark(), Some(at(100)), "what lies between 100 and 500 is still missing");
        let asked = Timestamp::now();
        completeness.filled(asked);
        assert_eq!(completeness.mark(), Some(asked));
    }

    #[test]
    fn a_fetch_begun_before_the_socket_was_open_closes_no_gap() {
        let completeness = Completeness::new(None);
        let asked = at(1_000);
        completeness.connected();
        completeness.filled(asked);
        completeness.heard(at(1_200), at(1_201));
        assert_eq!(completeness.mark(), Some(asked));
    }

    #[test]
    fn a_lost_connection_freezes_the_mark() {
        let completeness = Completeness::new(None);
        completeness.connected();
        completeness.filled(Timestamp::now());
        let future = Timestamp::from_second(Timestamp::now().as_second() + 60).unwrap();
        completeness.heard(future, future);
        completeness.lost();
        assert_eq!(completeness.mark(), Some(future));
        completeness.connected();
        completeness.heard(at(9_000_000_000), at(9_000_000_000));
        assert_eq!(completeness.mark(), Some(future), "until the gap is filled");
    }

    #[test]
    fn a_feed_from_the_future_is_believed_up_to_now_only() {
        let completeness = Completeness::new(None);
        completeness.connected();
        completeness.filled(Timestamp::now());
        let now = Timestamp::from_second(Timestamp::now().as_second() + 1).unwrap();
        completeness.heard(at(30_000_000_000), now);
        assert_eq!(completeness.mark(), Some(now));
    }
}
