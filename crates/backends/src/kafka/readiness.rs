//! Kafka is ready when it names itself in its metadata: an open port alone promises nothing.

use std::time::{Duration, Instant};

use rdkafka::ClientConfig;
use rdkafka::client::ClientContext;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::error::KafkaError;
use rdkafka::producer::{BaseProducer, Producer as _, ProducerContext};
use rdkafka::util::Timeout;
use tokio::net::TcpStream;

use crate::error::Error;
use crate::server::{POLL, READY_DEADLINE, Server};

/// How long one metadata request may take before the next is tried.
const REQUEST: Duration = Duration::from_secs(1);

/// Waits until the broker is registered and serves requests.
pub(super) async fn wait(server: &mut Server, bootstrap: &str) -> Result<(), Error> {
    let started = Instant::now();
    while started.elapsed() < READY_DEADLINE {
        server.expect_running()?;
        if TcpStream::connect(bootstrap).await.is_ok() && serves(bootstrap.to_owned()).await {
            tracing::info!(
                kafka.bootstrap = bootstrap,
                startup_ms = started.elapsed().as_millis(),
                "Apache Kafka is ready"
            );
            return Ok(());
        }
        tokio::time::sleep(POLL).await;
    }
    Err(server.late())
}

async fn serves(bootstrap: String) -> bool {
    let asked = tokio::task::spawn_blocking(move || {
        let mut config = ClientConfig::new();
        config.set("bootstrap.servers", bootstrap).set_log_level(RDKafkaLogLevel::Emerg);
        let client: BaseProducer<Quiet> = config.create_with_context(Quiet)?;
        let metadata = client.client().fetch_metadata(None, Timeout::After(REQUEST))?;
        Ok::<_, KafkaError>(!metadata.brokers().is_empty())
    });
    matches!(asked.await, Ok(Ok(true)))
}

/// A server that is still starting is no news, so what librdkafka says about it goes nowhere.
struct Quiet;

impl ClientContext for Quiet {
    fn log(&self, _: RDKafkaLogLevel, _: &str, _: &str) {}
    fn error(&self, _: KafkaError, _: &str) {}
}

impl ProducerContext for Quiet {
    type DeliveryOpaque = ();
    fn delivery(&self, _: &rdkafka::message::DeliveryResult<'_>, (): Self::DeliveryOpaque) {}
}
