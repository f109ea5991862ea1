//! `grpc.health.v1`: the same as `/readyz`, for load balancers and clients that ask by gRPC.

use std::sync::Arc;
use std::time::Duration;

use futures_util::stream;
use grpc::health::{Health, HealthCheckRequest, HealthCheckResponse, ServingStatus};
use grpc::{Request, Response, Status, reflection};
use service::Readiness;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use super::Answers;

/// How often someone who watches is looked after.
const LOOK: Duration = Duration::from_secs(1);
/// Watchers at once: each has a timer. Load balancers ask again and again instead.
const WATCHERS: usize = 1_000;
/// What can be asked after; the empty name is the whole server.
const SERVICES: [&str; 5] = ["", grpc::EARTHQUAKES, grpc::HEALTH, reflection::V1, reflection::V1ALPHA];

/// How this server is.
#[derive(Clone)]
pub(super) struct Vitality {
    readiness: Readiness,
    stop: CancellationToken,
    watchers: Arc<Semaphore>,
}

impl Vitality {
    pub(super) fn new(readiness: Readiness, stop: CancellationToken) -> Self {
        Self { readiness, stop, watchers: Arc::new(Semaphore::new(WATCHERS)) }
    }

    /// `None` for a service that is not here.
    fn of(&self, service: &str) -> Option<ServingStatus> {
        let serving = self.readiness.state().is_ok() && !self.stop.is_cancelled();
        let status = if serving { ServingStatus::Serving } else { ServingStatus::NotServing };
        SERVICES.contains(&service).then_some(status)
    }
}

#[grpc::async_trait]
impl Health for Vitality {
    type WatchStream = Answers<HealthCheckResponse>;

    async fn check(&self, request: Request<HealthCheckRequest>) -> Result<Response<HealthCheckResponse>, Status> {
        let service = request.into_inner().service;
        let status = self.of(&service).ok_or_else(|| Status::not_found(format!("there is no service `{service}`")))?;
        Ok(Response::new(HealthCheckResponse { status: status.into() }))
    }

    async fn watch(&self, request: Request<HealthCheckRequest>) -> Result<Response<Self::WatchStream>, Status> {
        let Ok(seat) = Arc::clone(&self.watchers).try_acquire_owned() else {
            return Err(Status::resource_exhausted("too many watch the health of this server; ask instead"));
        };
        let watching = (self.clone(), seat, request.into_inner().service, None);
        let changes = stream::unfold(watching, |(vitality, seat, service, told)| async move {
            loop {
                // A service that is not here may come one day, the protocol says; so the stream does not end.
                let status = vitality.of(&service).unwrap_or(ServingStatus::ServiceUnknown);
                if told != Some(status) {
                    let change = Ok(HealthCheckResponse { status: status.into() });
                    return Some((change, (vitality, seat, service, Some(status))));
                }
                if vitality.stop.is_cancelled() {
                    return None;
                }
                tokio::select! {
                    () = vitality.stop.cancelled() => {}
                    () = tokio::time::sleep(LOOK) => {}
                }
            }
        });
        Ok(Response::new(Box::pin(changes)))
    }
}
