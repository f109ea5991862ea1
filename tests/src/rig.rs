//! A whole pipeline in this process, between a simulator and the backends of a tier.

use std::collections::BTreeSet;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Result, ensure};
use backends::{Ends, Tier};
use frontend::server::Source;
use simulator::Simulator;
use store::Store;
use tempfile::TempDir;
use tokio::net::TcpListener;

use crate::{Revision, Running, Turn, eventually, get, revisions_sent, revisions_stored, site, turn};

/// How long a service may take to find its place. A consumer's way into its group takes seconds.
const STARTING: Duration = Duration::from_secs(30);

/// The feed, the two ends, and what the services need to run between them.
#[derive(Debug)]
pub struct Rig {
    /// Sends nothing of its own accord.
    pub feed: Simulator,
    /// Topics and table of this test's own.
    pub ends: Ends,
    /// The table, to look into.
    pub table: Store,
    site: Site,
    _turn: Option<Turn>,
}

#[derive(Debug)]
enum Site {
    Built(PathBuf),
    StandIn(TempDir),
}

/// A frontend and where it listens.
#[derive(Debug)]
pub struct Frontend {
    /// Its address.
    pub address: SocketAddr,
    running: Running,
}

impl Rig {
    /// A feed without a past, and an empty site. Has the machine for itself.
    ///
    /// # Errors
    /// When something does not start.
    pub async fn start(tier: Tier) -> Result<Self> {
        Self::with(tier, Site::StandIn(site()?), 0, Some(turn().await)).await
    }

    /// The same beside other tests, for one that waits more than it works.
    ///
    /// # Errors
    /// When something does not start.
    pub async fn start_beside(tier: Tier) -> Result<Self> {
        Self::with(tier, Site::StandIn(site()?), 0, None).await
    }

    /// A feed with a week behind it, and the site as it was built. Has the machine for itself.
    ///
    /// # Errors
    /// When something does not start.
    pub async fn to_look_at(tier: Tier, site: PathBuf) -> Result<Self> {
        Self::with(tier, Site::Built(site), 7, Some(turn().await)).await
    }

    /// A feed with a week behind it, and an empty site, beside other tests.
    ///
    /// # Errors
    /// When something does not start.
    pub async fn with_a_week(tier: Tier) -> Result<Self> {
        Self::with(tier, Site::StandIn(site()?), 7, None).await
    }

    async fn with(tier: Tier, site: Site, history_days: u32, turn: Option<Turn>) -> Result<Self> {
        let config = simulator::Config { interval: None, history_days, ..simulator::Config::default() };
        let feed = Simulator::start(config).await?;
        let ends = Ends::of_a_test(tier).await?;
        let table = Store::connect(&ends.store).await;
        Ok(Self { feed, ends, table, site, _turn: turn })
    }

    /// Starts a producer; returns when it listens.
    ///
    /// # Errors
    /// When it does not get that far.
    pub async fn producer(&self) -> Result<Running> {
        let (websocket, fdsn) = (self.feed.websocket_url(), self.feed.fdsn_url());
        let mut config = producer::Config::new(&websocket, &fdsn, self.ends.kafka.clone())?;
        config.history_days = 8;
        // Politeness is for other people's servers.
        config.pace.between_requests = Duration::from_millis(5);
        config.pace.pause = Duration::from_millis(50);
        let listening = self.feed.connections() + 1;
        let running = Running::start("producer", |stop| producer::run(config, stop));
        ensure!(self.feed.wait_for_connections(listening, STARTING).await, "the producer did not come to the feed");
        Ok(running)
    }

    /// Starts a producer that takes another pipeline's frontend for its feed.
    ///
    /// # Errors
    /// When its address makes no feed.
    pub fn producer_behind(&self, frontend: SocketAddr) -> Result<Running> {
        let websocket = format!("ws://{frontend}/standing_order/websocket");
        let fdsn = format!("http://{frontend}/fdsnws/event/1/query");
        let mut config = producer::Config::new(&websocket, &fdsn, self.ends.kafka.clone())?;
        config.history_days = 8;
        config.pace.between_requests = Duration::from_millis(5);
        config.pace.pause = Duration::from_millis(50);
        Ok(Running::start("producer", |stop| producer::run(config, stop)))
    }

    /// Starts a consumer.
    pub fn consumer(&self) -> Running {
        let mut config = consumer::Config::new(self.ends.kafka.clone(), self.ends.store.clone());
        config.group = self.group();
        Running::start("consumer", |stop| consumer::run(config, stop))
    }

    /// Starts a frontend on a free port that follows Kafka; returns when it serves.
    ///
    /// # Errors
    /// When it does not.
    pub async fn frontend(&self) -> Result<Frontend> {
        self.frontend_with(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), Source::Auto).await
    }

    /// Starts a frontend that cannot reach Kafka.
    ///
    /// # Errors
    /// When it does not serve.
    pub async fn frontend_without_kafka(&self) -> Result<Frontend> {
        self.frontend_with(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), Source::Table).await
    }

    /// Starts a frontend on the port of another that has gone.
    ///
    /// # Errors
    /// When it does not serve.
    pub async fn frontend_at(&self, address: SocketAddr) -> Result<Frontend> {
        self.frontend_with(address, Source::Auto).await
    }

    /// Starts a frontend whose operator wants to know how long the page takes its readers.
    ///
    /// # Errors
    /// When it does not serve.
    pub async fn frontend_that_measures(&self) -> Result<Frontend> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        self.frontend_as(address, Source::Auto, |config| config.measure_pages = true).await
    }

    /// Starts a frontend that posts what meets the rules in a file, also to this machine.
    ///
    /// # Errors
    /// When it does not serve.
    pub async fn frontend_that_posts(&self, rules: &Path) -> Result<Frontend> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        self.frontend_as(address, Source::Auto, |config| {
            config.webhooks.file = Some(rules.to_owned());
            config.webhooks.private = true;
            config.webhooks.group = format!("{}.webhooks", self.ends.kafka.events_topic);
        })
        .await
    }

    async fn frontend_with(&self, address: SocketAddr, changes: Source) -> Result<Frontend> {
        self.frontend_as(address, changes, |_| ()).await
    }

    async fn frontend_as(
        &self,
        address: SocketAddr,
        changes: Source,
        change: impl FnOnce(&mut frontend::server::Config),
    ) -> Result<Frontend> {
        let mut kafka = self.ends.kafka.clone();
        if changes == Source::Table {
            // Nobody listens there.
            "127.0.0.1:1".clone_into(&mut kafka.bootstrap);
        }
        let mut config = frontend::server::Config::new(kafka, self.ends.store.clone(), self.site().to_owned());
        config.group = self.group();
        config.changes = changes;
        // Tests ask as often as they like.
        config.requests_per_second = 0;
        change(&mut config);
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let running = Running::start("frontend", |stop| frontend::server::serve(config, listener, stop));
        eventually("the frontend to be ready", STARTING, async || get(address, "/readyz").await).await?;
        Ok(Frontend { address, running })
    }

    /// Waits until the table has every revision the feed has sent, and then says what it has.
    ///
    /// # Errors
    /// When it has not by then; says how many are missing.
    pub async fn all_stored(&self, limit: Duration) -> Result<BTreeSet<Revision>> {
        let sent = revisions_sent(&self.feed.ledger());
        let what = format!("all {} revisions to be stored", sent.len());
        eventually(&what, limit, async || {
            // Asking the consumer's group costs little, reading the table much.
            let (kafka, group) = (self.ends.kafka.clone(), self.group());
            let behind = tokio::task::spawn_blocking(move || topics::lag(&kafka, &group)).await??;
            ensure!(behind == 0, "the consumer is {behind} records behind");
            let stored = revisions_stored(&self.table).await?;
            let missing = sent.difference(&stored).count();
            ensure!(missing == 0, "{missing} are missing");
            Ok(stored)
        })
        .await
    }

    /// The consumers' group: of this test's own, like the topics.
    pub fn group(&self) -> String {
        format!("{}.consumers", self.ends.kafka.events_topic)
    }

    fn site(&self) -> &Path {
        match &self.site {
            Site::Built(folder) => folder,
            Site::StandIn(folder) => folder.path(),
        }
    }
}

impl Frontend {
    /// Stops it, as SIGTERM would.
    ///
    /// # Errors
    /// When it does not stop in order.
    pub async fn stop(self) -> Result<()> {
        self.running.stop().await
    }
}
