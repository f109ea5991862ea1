//! Accepting connections, and ending them.
//!
//! Straight on hyper rather than through `axum::serve`: most connections here are streams that stay open for hours,
//! so their buffers are small, and one that has not sent its request or takes no more bytes does not stay.

use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use socket2::SockRef;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::events;

/// Read buffer of a connection, and the longest request head: a cursor of 256 partitions has 3 KiB.
const BUFFER: usize = 8 << 10;
/// How long a request's head may take, the wait for it counted: longer than load balancers keep an idle connection
/// (60 s at AWS), or they would send a request into one that is being closed.
const HEAD: Duration = Duration::from_mins(2);
/// How long sent bytes may go unacknowledged: a browser whose network is gone, or that has stopped reading.
const UNACKNOWLEDGED: Duration = Duration::from_secs(30);
/// How long requests in hand may take at the end. Streams end at once.
const FINISHING: Duration = Duration::from_secs(5);
/// After a failed accept: the usual reason is that no file descriptors are left, which takes others to change.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Serves until `stop`; then streams end and other requests are finished.
pub(crate) async fn serve(listener: TcpListener, routes: Router, stop: CancellationToken) {
    let connections = TaskTracker::new();
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((connection, _)) => {
                connections.spawn(talk(connection, routes.clone(), stop.clone()));
            }
            Err(error) => {
                events::not_accepted(&error);
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    drop(listener);
    connections.close();
    let _ = tokio::time::timeout(FINISHING, connections.wait()).await;
}

async fn talk(connection: TcpStream, routes: Router, stop: CancellationToken) {
    // A change is one small packet that should not wait for the next.
    let _ = connection.set_nodelay(true);
    let _ = SockRef::from(&connection).set_tcp_user_timeout(Some(UNACKNOWLEDGED));
    let talking = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(BUFFER)
        .serve_connection(TokioIo::new(connection), TowerToHyperService::new(routes))
        .with_upgrades();
    tokio::pin!(talking);
    tokio::select! {
        // Clients come and go; what they asked for was counted where it was answered.
        _ = talking.as_mut() => return,
        () = stop.cancelled() => talking.as_mut().graceful_shutdown(),
    }
    let _ = talking.await;
}
