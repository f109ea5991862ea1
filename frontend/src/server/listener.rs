//! Accepting connections.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::world::World;

/// Serves until `stop`; then streams end and other requests are finished.
pub(crate) async fn serve(listener: TcpListener, routes: Router, world: &Arc<World>, stop: CancellationToken) {
    // A change is one small packet that should not wait for the next.
    let listener = listener.tap_io(|connection| {
        let _ = connection.set_nodelay(true);
    });
    // `into_make_service` shares one route table; axum would otherwise build one for every connection.
    let serving =
        axum::serve(listener, routes.into_make_service()).with_graceful_shutdown(stop.clone().cancelled_owned());
    let overdue = async {
        stop.cancelled().await;
        tokio::time::sleep(service::DRAIN_DEADLINE.min(Duration::from_secs(5))).await;
    };
    tokio::select! {
        _ = serving.into_future() => {}
        () = overdue => {}
    }
    world.hub().close();
}
