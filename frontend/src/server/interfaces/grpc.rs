//! gRPC, package `quakewire.v1` (`proto/`): for services that want types, and one long stream.
//!
//! On the port of everything else; [`super::super::listener`] tells HTTP/2 from HTTP/1.

mod health;
mod page;
mod question;
mod refusal;
mod report;
mod watch;

use std::pin::Pin;

use axum::middleware::from_fn_with_state;
use axum::{Router, extract};
use futures_util::Stream;
use grpc::health::HealthServer;
use grpc::v1::earthquakes_server::{Earthquakes, EarthquakesServer};
use grpc::v1::{GetRequest, GetResponse, ListRequest, ListResponse, WatchRequest, WatchResponse};
use grpc::{Request, Response, Status, reflection};
use quake::QuakeId;
use service::Readiness;
use tokio_util::sync::CancellationToken;

use self::health::Vitality;
use crate::server::catalogue::{Catalogue, CatalogueError};
use crate::server::error::RequestError;
use crate::server::limit::{Limits, Refuse, limited};

/// The longest message a client may send: a filter has some hundred bytes, a token of 256 partitions 3 KiB.
const LONGEST: usize = 16 << 10;

/// The earthquakes, how this server is, and what it can be asked.
pub(crate) fn routes(catalogue: Catalogue, limits: Limits, readiness: Readiness, stop: CancellationToken) -> Router {
    let at = |service: &str| format!("/{service}/{{*method}}");
    let earthquakes = EarthquakesServer::new(Service { catalogue }).max_decoding_message_size(LONGEST);
    let health = HealthServer::new(Vitality::new(readiness, stop)).max_decoding_message_size(LONGEST);
    let reflection = reflection::v1_server().max_decoding_message_size(LONGEST);
    let older_reflection = reflection::v1alpha_server().max_decoding_message_size(LONGEST);
    Router::new()
        .route_service(&at(grpc::EARTHQUAKES), earthquakes)
        .layer(from_fn_with_state((limits, refuse as Refuse), limited))
        .route_service(&at(grpc::HEALTH), health)
        .route_service(&at(reflection::V1), reflection)
        .route_service(&at(reflection::V1ALPHA), older_reflection)
}

/// The refusal of one who asks too often.
fn refuse(seconds: u64, _: &extract::Request) -> axum::response::Response {
    Status::from(RequestError::TooOften(seconds)).into_http()
}

/// A stream of answers.
type Answers<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

struct Service {
    catalogue: Catalogue,
}

#[grpc::async_trait]
impl Earthquakes for Service {
    type WatchStream = Answers<WatchResponse>;

    async fn watch(&self, request: Request<WatchRequest>) -> Result<Response<Self::WatchStream>, Status> {
        let watching = watch::open(&self.catalogue, request.into_inner())?;
        Ok(Response::new(Box::pin(watching)))
    }

    async fn list(&self, request: Request<ListRequest>) -> Result<Response<ListResponse>, Status> {
        Ok(Response::new(page::read(&self.catalogue, request.into_inner()).await?))
    }

    async fn get(&self, request: Request<GetRequest>) -> Result<Response<GetResponse>, Status> {
        let GetRequest { id } = request.into_inner();
        let id: QuakeId = id.parse().map_err(|error| Status::invalid_argument(format!("`id` is {error}")))?;
        self.catalogue.world().ready().map_err(CatalogueError::from)?;
        let reports = self.catalogue.revisions(&id).await?;
        let Some(latest) = reports.last() else {
            return Err(Status::not_found(format!("nobody has heard of an earthquake `{id}`")));
        };
        let latest = Some(report::of(latest));
        Ok(Response::new(GetResponse { latest, revisions: reports.iter().map(report::of).collect() }))
    }
}

#[cfg(test)]
mod tests;
