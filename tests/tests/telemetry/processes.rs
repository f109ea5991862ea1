//! The services as processes of their own, each with its own logs and its own numbers.

use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitStatus;
use std::time::Duration;

use anyhow::{Context, Result};
use backends::Tier;
use e2e::{Child, Metrics, Rig, eventually, free_address, get, site};
use tempfile::TempDir;

use crate::{LOGS, SERVICE};

/// Debug builds on a busy machine, and a consumer's way into its group.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// A feed, backends, and services that are told to log to one Loki.
pub(crate) struct Processes {
    /// What is in this process.
    pub(crate) rig: Rig,
    tier: Tier,
    test: &'static str,
    loki: String,
    site: TempDir,
}

/// A service that runs.
pub(crate) struct Process {
    child: Child,
    /// Its name among the log's instances.
    pub(crate) instance: &'static str,
    /// Where it serves its numbers; a frontend serves everything there.
    pub(crate) address: SocketAddr,
}

impl Processes {
    /// Starts what the services stand on. Has the machine for itself.
    pub(crate) async fn prepare(tier: Tier, test: &'static str, loki: &str) -> Result<Self> {
        let rig = Rig::start(tier).await?;
        Ok(Self { rig, tier, test, loki: loki.to_owned(), site: site()? })
    }

    /// Starts a producer; returns when it listens to the feed.
    pub(crate) async fn producer(&self) -> Result<Process> {
        let (websocket, fdsn) = (self.rig.feed.websocket_url(), self.rig.feed.fdsn_url());
        // Beside the simulated earthquakes' days there are none to ask for.
        let own = ["--feed-websocket", &websocket, "--feed-fdsn", &fdsn, "--history-days", "0"];
        self.start("producer", "producer", "--status-listen", &own).await
    }

    /// Starts a consumer; returns when it has its partitions.
    pub(crate) async fn consumer(&self) -> Result<Process> {
        let [store, group] = [self.store(), self.group()];
        self.start("consumer", "consumer", "--status-listen", &as_text(&[store, group].concat())).await
    }

    /// Starts a frontend that follows Kafka; returns when it serves.
    pub(crate) async fn frontend(&self, instance: &'static str) -> Result<Process> {
        self.frontend_that(instance, "auto").await
    }

    /// Starts one that follows the table.
    pub(crate) async fn frontend_of_the_table(&self, instance: &'static str) -> Result<Process> {
        self.frontend_that(instance, "table").await
    }

    async fn frontend_that(&self, instance: &'static str, changes: &str) -> Result<Process> {
        let site = self.site.path().to_str().context("the temporary folder's name is not UTF-8")?;
        let own = ["--site", site, "--changes", changes].map(str::to_owned);
        let arguments = [self.store(), self.group(), own.to_vec()].concat();
        self.start("frontend", instance, "--listen", &as_text(&arguments)).await
    }

    async fn start(&self, service: &str, instance: &'static str, listen: &str, own: &[&str]) -> Result<Process> {
        let address = free_address()?;
        let listening = address.to_string();
        let kafka = &self.rig.ends.kafka;
        let mut arguments = vec![service, listen, &listening, "--kafka", &kafka.bootstrap];
        arguments.extend(["--events-topic", &kafka.events_topic, "--dead-letters-topic", &kafka.dead_letters_topic]);
        if self.tier == Tier::Embedded {
            // What `topics::Settings::embedded` sets.
            arguments.extend(["--kafka-setting", "fetch.wait.max.ms=10"]);
        }
        arguments.extend(["--loki-url", &self.loki, "--environment", "test", "--instance", instance]);
        arguments.extend(own);
        let name = format!("{}-{}-{instance}", self.test, self.tier);
        let mut child = Child::start(SERVICE, Path::new(LOGS), &name, &arguments)?;
        eventually(&format!("{instance} to be ready"), PATIENCE, async || {
            child.expect_running()?;
            get(address, "/readyz").await
        })
        .await?;
        Ok(Process { child, instance, address })
    }

    fn store(&self) -> Vec<String> {
        let store = &self.rig.ends.store;
        let endpoint = store.endpoint.as_ref().map(|endpoint| endpoint.url().to_string()).unwrap_or_default();
        ["--dynamodb", &endpoint, "--table", &store.table].map(str::to_owned).to_vec()
    }

    fn group(&self) -> Vec<String> {
        vec!["--group".to_owned(), self.rig.group()]
    }
}

impl Process {
    /// Its numbers.
    pub(crate) async fn metrics(&self) -> Result<Metrics> {
        Metrics::of(self.address).await
    }

    /// Ends it with SIGTERM; how it ended.
    pub(crate) async fn terminate(self, limit: Duration) -> Result<ExitStatus> {
        self.child.terminate(limit).await
    }
}

fn as_text(arguments: &[String]) -> Vec<&str> {
    arguments.iter().map(String::as_str).collect()
}
