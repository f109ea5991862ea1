//! The simulator as a value: started, controlled and stopped from Rust.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::time::{sleep, timeout};
use tokio_util::sync::DropGuard;
use tracing::{info, warn};

use crate::feed::Feed;
use crate::seats::RING;
use crate::server::{self, Shared};
use crate::{Clock, Config, Error, Fault, How, Sent, Spec, Status, fdsn, websocket};

/// Frames of a burst that are sent before looking whether anyone falls behind.
const CHUNK: usize = 1024;
/// A listener may fall behind a burst by this many frames before the burst waits for it …
const PATIENCE: usize = RING / 2;
/// … but no longer than this; then it is dropped as soon as the ring is full.
const STALL_LIMIT: Duration = Duration::from_secs(10);
/// How long connections may take to end when the simulator stops.
const STOP_LIMIT: Duration = Duration::from_secs(3);

/// A running simulator. Dropping it stops it too, without waiting.
#[derive(Debug)]
pub struct Simulator {
    shared: Arc<Shared>,
    address: SocketAddr,
    _stop_when_dropped: DropGuard,
}

impl Simulator {
    /// Starts to listen, with the history in place, and to replay.
    ///
    /// # Errors
    /// When a setting is out of range or the address cannot be had.
    pub async fn start(config: Config) -> Result<Self, Error> {
        config.check()?;
        let bind = |source| Error::Bind { address: config.listen, source };
        let listener = TcpListener::bind(config.listen).await.map_err(bind)?;
        let address = listener.local_addr().map_err(bind)?;
        let (clock, fdsn_cap) = (config.clock.clone(), config.fdsn_cap);
        let feed = Feed::new(config, clock.now());
        let shared = Arc::new(Shared::new(feed, clock, fdsn_cap));
        shared.tasks.spawn(server::serve(listener, Arc::clone(&shared)));
        shared.tasks.spawn(replay(Arc::clone(&shared)));
        info!(%address, "The simulator listens on {address}");
        Ok(Self { _stop_when_dropped: shared.stop.clone().drop_guard(), shared, address })
    }

    /// Ends all connections (websockets with 1001) and returns when they are gone, after 3 s at the latest.
    pub async fn stop(self) {
        self.shared.stop.cancel();
        self.shared.tasks.close();
        if timeout(STOP_LIMIT, self.shared.tasks.wait()).await.is_err() {
            warn!("Some connections did not end in time");
        }
    }

    /// `http://127.0.0.1:port`
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The websocket's address.
    pub fn websocket_url(&self) -> String {
        format!("ws://{}{}", self.address, websocket::PATH)
    }

    /// The address of the FDSN service's `query`, without parameters.
    pub fn fdsn_url(&self) -> String {
        format!("http://{}{}", self.address, fdsn::PATH)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The clock it was given.
    pub fn clock(&self) -> &Clock {
        &self.shared.clock
    }

    /// Publishes a frame: by default, the creation of a new event.
    ///
    /// # Errors
    /// When a value is out of range, or the revision was published before with other content.
    pub fn emit(&self, spec: &Spec) -> Result<Sent, Error> {
        let now = self.shared.clock.now();
        self.shared.feed().emit(spec, now)
    }

    /// Publishes `count` frames as fast as listeners take them, each about a new event; of these, `malformed` (0 to
    /// 1, rounded to whole frames) are spoilt in all [ways](crate::Malformation) there are.
    ///
    /// # Errors
    /// When the share is none, or the ledger would not hold so many.
    pub async fn burst(&self, count: usize, malformed: f64) -> Result<Vec<Sent>, Error> {
        burst(&self.shared, count, malformed).await
    }

    /// Does what goes wrong; the frames that were published for it.
    ///
    /// # Errors
    /// When a value is out of range.
    pub fn fault(&self, fault: &Fault) -> Result<Vec<Sent>, Error> {
        let now = self.shared.clock.now();
        self.shared.feed().stage(fault, now)
    }

    /// Ends all open websockets. They no longer count from here on; new ones are welcome.
    ///
    /// # Errors
    /// When the close code is none.
    pub fn drop_connections(&self, how: How) -> Result<(), Error> {
        self.fault(&Fault::Drop(how)).map(drop)
    }

    /// From here on nothing is sent over the websocket, whose connections stay and have their pings answered; the
    /// FDSN service goes on to learn what is published.
    pub fn pause(&self) {
        self.shared.feed().paused = true;
    }

    /// Sends again what is published from here on.
    pub fn resume(&self) {
        self.shared.feed().paused = false;
    }

    /// Publishes what the replay has due by the clock, at once instead of a moment later: for tests with a manual
    /// clock.
    pub fn publish_due(&self) {
        let now = self.shared.clock.now();
        self.shared.feed().publish_due(now);
    }

    /// All that was published, oldest first, up to the ledger's capacity.
    pub fn ledger(&self) -> Vec<Sent> {
        self.ledger_after(0)
    }

    /// What was published after a sequence number.
    pub fn ledger_after(&self, sequence: u64) -> Vec<Sent> {
        let now = self.shared.clock.now();
        self.shared.feed().ledger(sequence, now)
    }

    /// The last thousand FDSN queries, as they came, oldest first.
    pub fn fdsn_queries(&self) -> Vec<String> {
        self.shared.feed().queries()
    }

    /// The simulator at a glance.
    pub fn status(&self) -> Status {
        let now = self.shared.clock.now();
        self.shared.feed().status(now)
    }

    /// How many websocket connections are served: neither silent nor told to end.
    pub fn connections(&self) -> usize {
        self.shared.feed().seats.listening()
    }

    /// Waits until at least `count` connections are served; false when that took longer than `limit`.
    pub async fn wait_for_connections(&self, count: usize, limit: Duration) -> bool {
        let mut listening = self.shared.feed().seats.watch();
        matches!(timeout(limit, listening.wait_for(|listening| *listening >= count)).await, Ok(Ok(_)))
    }
}

/// Sends what the replay has, when it is due.
async fn replay(shared: Arc<Shared>) {
    loop {
        let due = shared.feed().next_due();
        let Some(due) = due else { return };
        tokio::select! {
            () = shared.clock.wait_until(due) => {}
            () = shared.stop.cancelled() => return,
        }
        let now = shared.clock.now();
        shared.feed().publish_due(now);
    }
}

pub(crate) async fn burst(shared: &Shared, count: usize, malformed: f64) -> Result<Vec<Sent>, Error> {
    if !(0.0..=1.0).contains(&malformed) {
        return Err(Error::Setting("the malformed share is 0 to 1"));
    }
    if count > shared.feed().ledger.capacity() {
        return Err(Error::Setting("a burst is no longer than the ledger"));
    }
    let mut spoilt = (count as f64 * malformed).round() as usize;
    let mut sent = Vec::with_capacity(count);
    while sent.len() < count {
        let left = count - sent.len();
        let now = shared.clock.now();
        let chunk = shared.feed().burst(left.min(CHUNK), &mut spoilt, left, now);
        sent.extend(chunk);
        // Not waiting would drop a listener that reads as fast as it can.
        let taken = async {
            while shared.feed().seats.backlog() > PATIENCE {
                sleep(Duration::from_millis(1)).await;
            }
        };
        let _ = timeout(STALL_LIMIT, taken).await;
    }
    Ok(sent)
}
