//! Everything in one process, ended at any moment and started again on the same folder.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use backends::{Backends, EmbeddedOptions};
use e2e::{Child, Turn, eventually, get, latest_sent, latest_stored, revisions_sent, revisions_stored, site, turn};
use simulator::{Simulator, Spec};
use store::Store;
use tempfile::TempDir;

use crate::{LOGS, SERVICE};

/// Debug builds on a busy machine, and the questions for each day of history a second apart.
const PATIENCE: Duration = Duration::from_mins(1);

/// The main job's parts that outlive it: the feed, the data folder, the site.
struct Home {
    feed: Simulator,
    data: TempDir,
    site: TempDir,
    starts: u32,
    _turn: Turn,
}

/// The main job, and where its page is.
struct Local {
    child: Child,
    page: SocketAddr,
}

impl Home {
    async fn build() -> Result<Self> {
        let turn = turn().await;
        let config = simulator::Config { interval: None, history_days: 0, ..simulator::Config::default() };
        let feed = Simulator::start(config).await?;
        // The main job waits for something to show before it says that it is ready.
        feed.emit(&Spec::default())?;
        Ok(Self { feed, data: tempfile::tempdir()?, site: site()?, starts: 0, _turn: turn })
    }

    async fn start(&mut self, test: &str) -> Result<Local> {
        self.starts += 1;
        let (data, site) = (path(&self.data)?, path(&self.site)?);
        let (websocket, fdsn) = (self.feed.websocket_url(), self.feed.fdsn_url());
        let arguments = ["local", "--port", "0", "--data", data, "--site", site, "--history-days", "2"];
        let feed = ["--feed-websocket", &websocket, "--feed-fdsn", &fdsn];
        let name = format!("local-{test}-{}", self.starts);
        let mut child = Child::start(SERVICE, Path::new(LOGS), &name, &[&arguments[..], &feed].concat())?;
        let page = eventually("the page's address", PATIENCE, async || {
            child.expect_running()?;
            let said = child.said()?;
            let address = said.split("http://").skip(1).find_map(|rest| rest.split_once("/          Ctrl-C"));
            Ok(address.with_context(|| said.clone())?.0.parse()?)
        })
        .await?;
        ensure!(self.feed.wait_for_connections(1, PATIENCE).await, "the producer did not come to the feed");
        Ok(Local { child, page })
    }

    /// New events and revisions of old ones.
    fn happen(&self, random: &mut fastrand::Rng, frames: usize) -> Result<()> {
        for _ in 0..frames {
            let ledger = self.feed.ledger();
            let again = random.bool();
            let id = random.choice(&ledger).filter(|_| again).map(|sent| sent.id.to_string());
            self.feed.emit(&Spec { id, ..Spec::default() })?;
        }
        Ok(())
    }

    /// Waits until the page's server shows the latest state of every event, and nothing else.
    async fn expect_shown(&self, local: &Local) -> Result<()> {
        let ledger = self.feed.ledger();
        let sent: BTreeMap<String, i64> =
            latest_sent(&ledger).into_iter().map(|(id, updated)| (id.to_string(), updated.as_millisecond())).collect();
        let what = format!("the latest state of {} events on the page", sent.len());
        eventually(&what, PATIENCE, async || {
            let shown = shown(local.page).await?;
            let wrong = sent.iter().filter(|(id, updated)| shown.get(*id) != Some(*updated)).count();
            ensure!(wrong == 0, "{wrong} are not as they should be");
            ensure!(shown.len() == sent.len(), "{} are shown", shown.len());
            Ok(())
        })
        .await
    }

    /// Opens what the main job has left behind.
    async fn table_left_behind(&self) -> Result<(Backends, Store)> {
        let folder = folder_of("dynamodb.sqlite", self.data.path())?;
        let backends = Backends::embedded(EmbeddedOptions::default().data(folder))?;
        let table = Store::connect(&store::Settings::at(backends.dynamodb())).await;
        Ok((backends, table))
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_kill_9_at_any_moment_the_latest_state_of_every_event_is_there_again() -> Result<()> {
    let mut home = Home::build().await?;
    let mut random = fastrand::Rng::with_seed(9);
    // The consumer finds its place in the embedded broker after 3 s: before that nothing is written, after that much.
    for ms in [random.u64(0..1_000), random.u64(3_000..4_000), random.u64(4_000..6_000)] {
        let mut local = home.start("killed").await?;
        let end = Instant::now() + Duration::from_millis(ms);
        while Instant::now() < end {
            home.happen(&mut random, 1)?;
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        local.child.kill_9()?;
        // Nobody listens: only the FDSN service knows of these.
        home.happen(&mut random, 30)?;
    }
    let local = home.start("killed").await?;
    home.expect_shown(&local).await?;
    let status = local.child.terminate(PATIENCE).await?;
    assert!(status.success(), "{status}");

    let (backends, table) = home.table_left_behind().await?;
    let ledger = home.feed.ledger();
    assert_eq!(latest_stored(&table).await?, latest_sent(&ledger));
    let invented: Vec<_> = revisions_stored(&table).await?.difference(&revisions_sent(&ledger)).cloned().collect();
    assert!(invented.is_empty(), "nobody sent {invented:?}");
    backends.stop().await;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_sigterm_what_was_heard_is_stored_and_the_exit_code_is_0() -> Result<()> {
    let mut home = Home::build().await?;
    let mut random = fastrand::Rng::with_seed(15);
    let local = home.start("terminated").await?;
    home.happen(&mut random, 500)?;
    // The stream of changes runs ahead of the table; once the last frame is on it, all were heard.
    home.expect_shown(&local).await?;
    let status = local.child.terminate(PATIENCE).await?;
    assert!(status.success(), "{status}");

    let (backends, table) = home.table_left_behind().await?;
    let ledger = home.feed.ledger();
    assert_eq!(revisions_stored(&table).await?, revisions_sent(&ledger), "every revision, once");
    assert_eq!(latest_stored(&table).await?, latest_sent(&ledger));
    backends.stop().await;

    home.happen(&mut random, 50)?;
    let local = home.start("terminated").await?;
    home.expect_shown(&local).await?;
    let status = local.child.terminate(PATIENCE).await?;
    assert!(status.success(), "{status}");
    Ok(())
}

/// The events of the API by id, with the moment of their latest revision.
async fn shown(page: SocketAddr) -> Result<BTreeMap<String, i64>> {
    let answer: serde_json::Value = serde_json::from_str(&get(page, "/api/events").await?)?;
    let features = answer["features"].as_array().context("no features")?;
    let properties = features.iter().map(|feature| {
        let (id, updated) = (&feature["properties"]["id"], &feature["properties"]["updated"]);
        Some((id.as_str()?.to_owned(), updated.as_i64()?))
    });
    properties.collect::<Option<_>>().context("a feature without id or updated")
}

fn path(folder: &TempDir) -> Result<&str> {
    folder.path().to_str().context("the temporary folder's name is not UTF-8")
}

/// The folder that a file lies in, somewhere below.
fn folder_of(file: &str, below: &Path) -> Result<PathBuf> {
    let mut folders = vec![below.to_owned()];
    while let Some(folder) = folders.pop() {
        if folder.join(file).is_file() {
            return Ok(folder);
        }
        for entry in std::fs::read_dir(folder)? {
            folders.extend(Some(entry?.path()).filter(|path| path.is_dir()));
        }
    }
    bail!("there is no {file} below {}", below.display())
}
