//! Accepting connections, and ending them.
//!
//! Straight on hyper rather than through `axum::serve`: most connections here are streams that stay open for hours,
//! so their buffers are small, and one that has not sent its request or takes no more bytes does not stay.
//!
//! HTTP/1 for browsers and load balancers, HTTP/2 for gRPC, on one port: the [`preface`] tells which.

mod preface;

use std::pin::{Pin, pin};
use std::time::Duration;

use axum::Router;
use hyper::body::Incoming;
use hyper::header::{HOST, HeaderValue};
use hyper::server::conn::{http1, http2};
use hyper::{Request, Uri};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use socket2::SockRef;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::util::MapRequest;

use self::preface::Version;
use super::events;
use super::limit::Peer;

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

/// Requests at once on one HTTP/2 connection: a load balancer puts those of many clients on one (128 at AWS).
const CONCURRENT: u32 = 128;
/// What a client may send ahead on one stream, and on all of a connection: questions have some hundred bytes.
const WINDOW: u32 = 64 << 10;
/// What waits to be sent on one stream, beside the piece in hand.
const SENDING: usize = 64 << 10;
/// Streams that clients opened and gave up at once, before the connection is closed: what "rapid reset" floods with.
const RESETS: usize = 20;
/// A connection that is quiet for so long is asked for a sign of life: below the 60 s after which others give one up.
const PING: Duration = Duration::from_secs(30);
/// How long the sign of life may take.
const PONG: Duration = Duration::from_secs(20);

/// Serves until `stop`; then streams end and other requests are finished.
pub(crate) async fn serve(listener: TcpListener, routes: Router, stop: CancellationToken) {
    serve_patiently(listener, routes, stop, HEAD).await;
}

async fn serve_patiently(listener: TcpListener, routes: Router, stop: CancellationToken, head: Duration) {
    let connections = TaskTracker::new();
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((connection, peer)) => {
                let peer = Peer(peer.ip());
                connections.spawn(talk(connection, peer, routes.clone(), stop.clone(), head));
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

async fn talk(connection: TcpStream, peer: Peer, routes: Router, stop: CancellationToken, head: Duration) {
    // A change is one small packet that should not wait for the next.
    let _ = connection.set_nodelay(true);
    let _ = SockRef::from(&connection).set_tcp_user_timeout(Some(UNACKNOWLEDGED));
    let version = tokio::select! {
        // What is asked already is answered.
        biased;
        version = tokio::time::timeout(head, preface::version(&connection)) => version,
        () = stop.cancelled() => return,
    };
    // One that was silent for too long, or has gone, is closed.
    let Ok(Ok(version)) = version else { return };
    let routes = MapRequest::new(routes, move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(peer);
        in_origin_form(request)
    });
    let (io, routes) = (TokioIo::new(connection), TowerToHyperService::new(routes));
    match version {
        Version::One => {
            let mut http = http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(head).max_buf_size(BUFFER);
            let talking = http.serve_connection(io, routes).with_upgrades();
            until(&stop, talking, |talking| talking.graceful_shutdown()).await;
        }
        Version::Two => {
            let mut http = http2::Builder::new(TokioExecutor::new());
            http.timer(TokioTimer::new())
                .max_concurrent_streams(CONCURRENT)
                .max_header_list_size(BUFFER as u32)
                .initial_stream_window_size(WINDOW)
                .initial_connection_window_size(WINDOW)
                .max_send_buf_size(SENDING)
                .max_pending_accept_reset_streams(RESETS)
                .keep_alive_interval(PING)
                .keep_alive_timeout(PONG);
            let talking = http.serve_connection(io, routes);
            // In a box of its own: it is larger, and the many connections that speak HTTP/1 should not pay for it.
            Box::pin(until(&stop, talking, |talking| talking.graceful_shutdown())).await;
        }
    }
}

/// HTTP/2 says the host in the address, and HTTP/1 may; everything here reads it in its header.
fn in_origin_form(mut request: Request<Incoming>) -> Request<Incoming> {
    let host = request.uri().authority().and_then(|authority| HeaderValue::from_str(authority.as_str()).ok());
    if let Some(host) = host {
        request.headers_mut().entry(HOST).or_insert(host);
        if let Some(path) = request.uri().path_and_query().cloned() {
            *request.uri_mut() = Uri::from(path);
        }
    }
    request
}

/// Talks until either has had enough; at `stop` it is asked to come to an end.
async fn until<T: Future>(stop: &CancellationToken, talking: T, end: impl FnOnce(Pin<&mut T>)) {
    let mut talking = pin!(talking);
    tokio::select! {
        // Clients come and go; what they asked for was counted where it was answered.
        _ = talking.as_mut() => return,
        () = stop.cancelled() => end(talking.as_mut()),
    }
    let _ = talking.await;
}

#[cfg(test)]
mod tests;
