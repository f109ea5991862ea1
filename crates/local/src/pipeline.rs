//! The three services, started in the order of the data's way and stopped in the same.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::Config;
use crate::ends::Ends;
use crate::feed::Feed;
use crate::progress::Progress;

/// How long the page may take to show the first earthquake. The embedded broker lets a consumer in after 3 s; over a
/// slow line the first day of history takes a while.
const FIRST_EARTHQUAKE: Duration = Duration::from_secs(30);
/// How long the consumer may take at the end to store what is in the topic.
const CATCH_UP: Duration = Duration::from_secs(20);

type Task = JoinHandle<Result<()>>;

struct Service {
    name: &'static str,
    stop: CancellationToken,
    task: Task,
}

/// The services as they run.
pub(crate) struct Pipeline {
    producer: Service,
    consumer: Service,
    frontend: Service,
    address: SocketAddr,
    kafka: topics::Settings,
}

pub(crate) async fn start(config: &Config, feed: &Feed, ends: &Ends, progress: &mut Progress) -> Result<Pipeline> {
    let mut frontend = frontend::server::Config::new(ends.kafka.clone(), ends.store.clone(), config.site()?);
    frontend.overlays.clone_from(&config.overlays);
    frontend.webhooks.clone_from(&config.webhooks);
    frontend.listen = SocketAddr::from(([127, 0, 0, 1], config.port));
    let listener = TcpListener::bind(frontend.listen)
        .await
        .with_context(|| format!("port {} is taken: choose another with --port, or 0 for any", config.port))?;
    let address = listener.local_addr()?;
    let mut producer = producer::Config::new(&feed.websocket, &feed.fdsn, ends.kafka.clone())?;
    producer.history_days = config.history_days;
    if feed.is_simulated() {
        // Politeness is for other people's servers.
        producer.pace.between_requests = Duration::from_millis(20);
    }
    let consumer = consumer::Config::new(ends.kafka.clone(), ends.store.clone());

    let pipeline = Pipeline {
        producer: service("producer", |stop| producer::run(producer, stop)),
        consumer: service("consumer", |stop| consumer::run(consumer, stop)),
        frontend: service("frontend", |stop| frontend::server::serve(frontend, listener, stop)),
        address,
        kafka: ends.kafka.clone(),
    };
    progress.tell("services", "producer, consumer and frontend run; waiting for the first earthquake");
    pipeline.first_earthquake().await?;
    Ok(pipeline)
}

fn service<Work>(name: &'static str, run: impl FnOnce(CancellationToken) -> Work) -> Service
where
    Work: Future<Output = Result<()>> + Send + 'static,
{
    let stop = CancellationToken::new();
    Service { name, task: tokio::spawn(run(stop.clone())), stop }
}

impl Service {
    async fn stop(self) -> Result<()> {
        self.stop.cancel();
        let name = self.name;
        self.task.await.unwrap_or_else(|panic| Err(panic.into())).with_context(|| format!("{name} failed"))
    }
}

impl Pipeline {
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Waits until the page shows something, so that whoever opens it sees earthquakes. A feed that is silent for
    /// half a minute gets an empty page.
    async fn first_earthquake(&self) -> Result<()> {
        let deadline = Instant::now() + FIRST_EARTHQUAKE;
        while Instant::now() < deadline {
            for service in [&self.producer, &self.consumer, &self.frontend] {
                if service.task.is_finished() {
                    bail!("{} ended while starting; its last log line says why", service.name);
                }
            }
            if shows_something(self.address).await {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Ok(())
    }

    /// Runs until `stop` or until a service fails; then stops them one after the other, so that what the producer
    /// has taken is stored before the broker's memory goes.
    pub(crate) async fn run(mut self, feed: &Feed, stop: &CancellationToken, progress: &mut Progress) -> Result<()> {
        let failed = tokio::select! {
            () = stop.cancelled() => None,
            ended = &mut self.producer.task => Some(("producer", ended)),
            ended = &mut self.consumer.task => Some(("consumer", ended)),
            ended = &mut self.frontend.task => Some(("frontend", ended)),
        };
        if let Some((name, ended)) = failed {
            self.producer.stop.cancel();
            self.consumer.stop.cancel();
            self.frontend.stop.cancel();
            let error = ended.map_err(anyhow::Error::from).and_then(|outcome| outcome).err();
            return Err(error.unwrap_or_else(|| anyhow!("it ended by itself")).context(format!("{name} failed")));
        }
        progress.tell("stopping", format_args!("no more from {}", feed.websocket));
        let mut outcome = self.producer.stop().await;
        let behind = catch_up(&self.kafka).await;
        if behind == 0 {
            progress.tell("stopping", "everything that came is stored");
        } else {
            progress.tell("stopping", "not all of the history is stored yet; the next start fetches it again");
        }
        outcome = outcome.and(self.consumer.stop().await);
        outcome.and(self.frontend.stop().await)
    }
}

/// Waits until the consumer has committed all there is; says how much was left when patience ended.
async fn catch_up(kafka: &topics::Settings) -> i64 {
    let deadline = Instant::now() + CATCH_UP;
    loop {
        let kafka = kafka.clone();
        let lag = tokio::task::spawn_blocking(move || topics::lag(&kafka, consumer::Config::GROUP)).await;
        match lag {
            Ok(Ok(0)) => return 0,
            Ok(Ok(behind)) if Instant::now() > deadline => return behind,
            _ if Instant::now() > deadline => return -1,
            _ => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
}

/// Asks our own API for one earthquake.
async fn shows_something(address: SocketAddr) -> bool {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let ask = async {
        let mut connection = tokio::net::TcpStream::connect(address).await?;
        let request = format!("GET /api/events?limit=1 HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        connection.write_all(request.as_bytes()).await?;
        let mut answer = String::new();
        connection.read_to_string(&mut answer).await?;
        std::io::Result::Ok(answer)
    };
    ask.await.is_ok_and(|answer| answer.contains("\"Feature\""))
}
