//! What readers get through the balancer of `compose/`: a real nginx with its real configuration before two frontends.

use std::future::poll_fn;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use backends::Tier;
use e2e::balancer::{self, Balancer};
use e2e::{Child, Rig, Watcher, eventually, get, site};
use futures_util::StreamExt;
use grpc::Code;
use grpc::health::{HealthCheckRequest, HealthClient, ServingStatus};
use grpc::v1::earthquakes_client::EarthquakesClient;
use grpc::v1::watch_response::Event;
use grpc::v1::{ListRequest, WatchRequest, WatchResponse};
use reqwest::StatusCode;
use simulator::Spec;
use tempfile::TempDir;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tonic::Streaming;
use tonic::body::Body;
use tonic::codegen::{Service, http};
use tonic::transport::{Channel, Endpoint};

use crate::{LOGS, SERVICE};

/// Debug builds on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);
/// One port on two addresses of this machine: as in containers, where they have a name in common.
const HOSTS: [Ipv4Addr; 2] = [Ipv4Addr::LOCALHOST, Ipv4Addr::new(127, 0, 0, 2)];
/// How often is asked where each frontend should be met: both are, but for once in half a million.
const OFTEN: usize = 20;

/// Two frontends as processes, and the balancer before them.
struct Front {
    balancer: Balancer,
    frontends: [Child; 2],
    port: u16,
    _site: TempDir,
}

impl Front {
    async fn start(nginx: &Path, rig: &Rig) -> Result<Self> {
        let (port, site) = (port_of_all()?, site()?);
        let frontends = [frontend(rig, &site, HOSTS[0], port).await?, frontend(rig, &site, HOSTS[1], port).await?];
        let balancer = Balancer::start(nginx, Path::new(LOGS), &HOSTS, port).await?;
        Ok(Self { balancer, frontends, port, _site: site })
    }

    async fn channel(&self) -> Result<Channel> {
        Ok(Endpoint::from_shared(format!("http://{}", self.balancer.grpc))?.connect().await?)
    }

    /// A Watch that has begun.
    async fn watch(&self) -> Result<Streaming<WatchResponse>> {
        let mut client = EarthquakesClient::new(self.channel().await?);
        let mut watch = client.watch(WatchRequest::default()).await?.into_inner();
        let first = timeout(PATIENCE, watch.message()).await??.and_then(|message| message.event);
        ensure!(matches!(first, Some(Event::Heartbeat(_))), "it begins with {first:?}");
        Ok(watch)
    }

    /// Waits until each frontend has heard of an earthquake: what it hears later is news to those who come later.
    async fn expect_known(&self, id: &str) -> Result<()> {
        for host in HOSTS {
            eventually(&format!("{host} to know {id}"), PATIENCE, async || {
                let known = get((host, self.port).into(), "/api/events").await?;
                ensure!(known.contains(id), "it does not");
                Ok(())
            })
            .await?;
        }
        Ok(())
    }

    /// Asks on both ports, so often that every frontend is asked.
    async fn expect_answers(&self) -> Result<()> {
        let mut client = EarthquakesClient::new(self.channel().await?);
        for _ in 0..OFTEN {
            get(self.balancer.page, "/api/events").await?;
            client.list(ListRequest::default()).await?;
        }
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_passes_the_balancer_and_goes_on_when_a_frontend_is_killed() -> Result<()> {
    let Some(nginx) = balancer::nginx("what readers get through the balancer") else { return Ok(()) };
    let rig = Rig::start(Tier::Embedded).await?;
    let (producer, consumer) = (rig.producer().await?, rig.consumer());
    let mut front = Front::start(&nginx, &rig).await?;
    let page = front.balancer.page;

    ensure!(get(page, "/").await?.contains("<html"), "this is no page");
    let metrics = reqwest::get(format!("http://{page}/metrics")).await?.status();
    assert_eq!(metrics, StatusCode::NOT_FOUND, "metrics are not for everybody");
    let mut watcher = Watcher::open(page).await?;
    let (mut relay, _) = tokio_tungstenite::connect_async(format!("ws://{page}/standing_order/websocket")).await?;
    let mut watch = front.watch().await?;

    let sent = rig.feed.emit(&Spec::default())?.id.to_string();
    assert_eq!(watcher.change(PATIENCE).await?.id, sent, "by SSE");
    let frame = timeout(PATIENCE, async {
        loop {
            // It pings those to whom it has nothing to say.
            if let Message::Text(frame) = relay.next().await.context("the relay has ended")?? {
                return anyhow::Ok(frame);
            }
        }
    });
    ensure!(frame.await??.contains(&sent), "by the relay");
    assert_eq!(next_change(&mut watch).await?, sent, "by gRPC");

    front.expect_answers().await.context("while both live")?;
    let said = front.balancer.said()?;
    for host in HOSTS {
        ensure!(said.contains(&format!("\"frontend\":\"{host}:")), "{host} was never asked");
    }
    front.expect_known(&sent).await?;
    front.frontends[0].kill_9()?;
    // The name still stands for both, so every second request finds nobody first.
    front.expect_answers().await.context("after one was killed")?;
    let mut watcher = Watcher::open(page).await?;
    let mut watch = front.watch().await?;
    let sent = rig.feed.emit(&Spec::default())?.id.to_string();
    assert_eq!(watcher.change(PATIENCE).await?.id, sent, "by SSE from the one that is left");
    assert_eq!(next_change(&mut watch).await?, sent, "by gRPC from the one that is left");

    front.frontends[1].kill_9()?;
    let broken = timeout(PATIENCE, watch.message()).await?;
    ensure!(broken.is_err(), "a stream whose frontend was killed ends without an error: {broken:?}");
    let refused = EarthquakesClient::new(front.channel().await?).watch(WatchRequest::default()).await;
    let refusal = refused.err().context("a Watch of nobody has begun")?;
    assert_eq!(refusal.code(), Code::Unavailable, "{refusal:?}");
    assert_eq!(refusal.message(), "no frontend answers; try again in a few seconds");
    let status = reqwest::get(format!("http://{page}/")).await?.status();
    assert_eq!(status, StatusCode::BAD_GATEWAY);
    producer.stop().await?;
    consumer.stop().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_balancers_port_of_grpc_has_the_services_of_frontends_and_nothing_else() -> Result<()> {
    let Some(nginx) = balancer::nginx("what is on the balancer's port of gRPC") else { return Ok(()) };
    let rig = Rig::start(Tier::Embedded).await?;
    let front = Front::start(&nginx, &rig).await?;

    let mut health = HealthClient::new(front.channel().await?);
    let asked = HealthCheckRequest { service: grpc::EARTHQUAKES.to_owned() };
    assert_eq!(health.check(asked).await?.into_inner().status(), ServingStatus::Serving);
    for service in [grpc::EARTHQUAKES, grpc::HEALTH, grpc::reflection::V1, grpc::reflection::V1ALPHA] {
        // Whoever has the service says in a header that it has no such method.
        assert_eq!(status(&front, &format!("/{service}/Nonsense")).await?, 200, "{service}");
    }
    for path in ["/", "/events", "/metrics", "/quakewire.v1.Earthquake/List", "/quakewire.v1.Earthquakes"] {
        assert_eq!(status(&front, path).await?, 404, "{path}");
    }
    let mut client = EarthquakesClient::new(front.channel().await?);
    let long = client.list(ListRequest { page_token: "x".repeat(100_000), ..ListRequest::default() }).await;
    assert_eq!(long.map_err(|status| status.code()).err(), Some(Code::OutOfRange), "the frontend says so itself");
    Ok(())
}

/// Starts a frontend that limits nobody, for here all come from one address; returns when it serves.
async fn frontend(rig: &Rig, site: &TempDir, host: Ipv4Addr, port: u16) -> Result<Child> {
    let address = SocketAddr::from((host, port));
    let (kafka, store) = (&rig.ends.kafka, &rig.ends.store);
    let endpoint = store.endpoint.as_ref().context("the table has no endpoint")?.url().to_string();
    let mut arguments = vec!["frontend", "--kafka", &kafka.bootstrap, "--kafka-setting", "fetch.wait.max.ms=10"];
    arguments.extend(["--events-topic", &kafka.events_topic, "--dead-letters-topic", &kafka.dead_letters_topic]);
    arguments.extend(["--dynamodb", &endpoint, "--table", &store.table, "--requests-per-second", "0"]);
    let (listen, group) = (address.to_string(), rig.group());
    let folder = site.path().to_str().context("the temporary folder's name is not UTF-8")?;
    arguments.extend(["--listen", &listen, "--group", &group, "--site", folder, "--proxies", "1"]);
    let mut child = Child::start(SERVICE, Path::new(LOGS), &format!("balancer-{address}"), &arguments)?;
    eventually("a frontend to be ready", PATIENCE, async || {
        child.expect_running()?;
        get(address, "/readyz").await
    })
    .await?;
    Ok(child)
}

/// A port that is free on all hosts.
fn port_of_all() -> Result<u16> {
    for _ in 0..100 {
        let port = backends::free_port()?;
        if TcpListener::bind((HOSTS[1], port)).is_ok() {
            return Ok(port);
        }
    }
    bail!("no port is free on {HOSTS:?}")
}

/// The earthquake that the next change is about.
async fn next_change(watch: &mut Streaming<WatchResponse>) -> Result<String> {
    let change = async {
        loop {
            let message = watch.message().await?.context("the stream has ended")?;
            if let Some(Event::Change(change)) = message.event {
                return Ok(change.earthquake.context("a change of nothing")?.id);
            }
        }
    };
    timeout(PATIENCE, change).await.context("no change came")?
}

/// The status under which a path is answered on the port of gRPC.
async fn status(front: &Front, path: &str) -> Result<u16> {
    let mut channel = front.channel().await?;
    let question = http::Request::post(path).header("content-type", "application/grpc").body(Body::empty())?;
    poll_fn(|context| channel.poll_ready(context)).await?;
    Ok(channel.call(question).await?.status().as_u16())
}
