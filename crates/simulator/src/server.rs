//! The listening socket: HTTP/1.1 on bare TCP streams, so that a websocket can be reset or left in silence.

use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{debug, warn};

use crate::feed::Feed;
use crate::{Clock, control, fdsn, websocket};

/// HTTP connections at a time, upgraded ones not counted; more wait in the kernel's queue.
const MOST_CONNECTIONS: usize = 256;
/// How long an answer in progress may still take once the simulator stops.
const FINISH_LIMIT: Duration = Duration::from_millis(500);
/// How long to wait after a failed accept: the process is out of sockets, and trying at once does not free any.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// What all connections share.
#[derive(Debug)]
pub(crate) struct Shared {
    feed: Mutex<Feed>,
    pub(crate) clock: Clock,
    pub(crate) fdsn_cap: usize,
    pub(crate) stop: CancellationToken,
    pub(crate) tasks: TaskTracker,
}

impl Shared {
    pub(crate) fn new(feed: Feed, clock: Clock, fdsn_cap: usize) -> Self {
        let (stop, tasks) = (CancellationToken::new(), TaskTracker::new());
        Self { feed: Mutex::new(feed), clock, fdsn_cap, stop, tasks }
    }

    /// The state, alone. Held for as long as a query takes at most, never over an await.
    pub(crate) fn feed(&self) -> MutexGuard<'_, Feed> {
        self.feed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Accepts connections until stopped.
pub(crate) async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let router = Router::new()
        .route("/healthz", get(|| async { "alive\n" }))
        .route(websocket::PATH, get(websocket::open))
        .route(fdsn::PATH, get(fdsn::query))
        .merge(control::routes())
        .with_state(Arc::clone(&shared));
    let seats = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let accepted = async {
            let seat = Arc::clone(&seats).acquire_owned().await.expect("the semaphore is never closed");
            (seat, listener.accept().await)
        };
        let (seat, stream) = tokio::select! {
            (seat, stream) = accepted => (seat, stream),
            () = shared.stop.cancelled() => return,
        };
        match stream {
            Ok((stream, _)) => {
                let (router, stop) = (router.clone(), shared.stop.clone());
                shared.tasks.spawn(async move {
                    connection(stream, router, stop).await;
                    drop(seat);
                });
            }
            Err(error) => {
                warn!(%error, "Cannot accept a connection");
                sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

async fn connection(stream: TcpStream, router: Router, stop: CancellationToken) {
    // Frames are small and each counts at once.
    let _ = stream.set_nodelay(true);
    let service = TowerToHyperService::new(router);
    let connection =
        http1::Builder::new().timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), service).with_upgrades();
    let mut connection = pin!(connection);
    let result = tokio::select! {
        result = connection.as_mut() => result,
        () = stop.cancelled() => {
            connection.as_mut().graceful_shutdown();
            timeout(FINISH_LIMIT, connection).await.unwrap_or(Ok(()))
        }
    };
    if let Err(error) = result {
        debug!(%error, "An HTTP connection broke");
    }
}
