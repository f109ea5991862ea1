//! The server that all clients ask: a whole pipeline with a week in it, shared by the tests of this process.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use anyhow::{Result, ensure};
use backends::Tier;
use e2e::{Frontend, Rig, Running, eventually};
use quake::{Quake, Timestamp, emsc};
use simulator::{Fault, Spec};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// How long the week may take to come through, on a busy machine.
const PATIENCE: Duration = Duration::from_mins(3);
const DAY: i64 = 86_400;

/// One event of each kind that the week does not have, by its code in the feed.
const RARE: [&str; 12] = ["se", "fe", "kr", "ki", "sm", "qb", "sx", "kn", "ls", "sb", "uk", "other"];
/// Places at the ends of the scales: longitude and latitude in degrees, depth in kilometres.
const EDGES: [(f64, f64, f64); 6] = [
    (180.0, -17.0, 600.0),
    (-180.0, -17.5, 0.0),
    (179.99, 51.0, 30.0),
    (-179.99, 51.5, 700.0),
    (0.0, 90.0, 10.0),
    (0.0, 0.0, -1.5),
];

/// One server full of the week, and one that is empty at first, for the tests that make things happen.
pub(crate) struct Server {
    full: Pipeline,
    live: Pipeline,
    folder: TempDir,
    runtime: Option<Runtime>,
}

struct Pipeline {
    rig: Rig,
    frontend: Frontend,
    _services: [Running; 2],
}

impl Server {
    /// The server, started by the first test that asks and stopped by the last one that lets go.
    pub(crate) fn shared() -> Result<Arc<Self>> {
        // Not a `static` of its own: what is in there is never dropped, and would leave its folders behind.
        static SHARED: Mutex<Weak<Server>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(server) = shared.upgrade() {
            return Ok(server);
        }
        let server = Arc::new(Self::start()?);
        *shared = Arc::downgrade(&server);
        Ok(server)
    }

    /// What the runner of the clients finds the server by.
    pub(crate) fn variables(&self) -> [(&'static str, String); 4] {
        [
            ("QUAKEWIRE_URL", format!("http://{}", self.full.frontend.address)),
            ("QUAKEWIRE_LEDGER", self.ledger().display().to_string()),
            ("QUAKEWIRE_LIVE_URL", format!("http://{}", self.live.frontend.address)),
            ("QUAKEWIRE_LIVE_FEED", self.live.rig.feed.base_url()),
        ]
    }

    fn start() -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let folder = tempfile::Builder::new().prefix("quakewire-clients-").tempdir()?;
        let (full, live) = runtime.block_on(async {
            let full = Pipeline::start(Rig::with_a_week(Tier::Embedded).await?).await?;
            let live = Pipeline::start(Rig::start_beside(Tier::Embedded).await?).await?;
            full.add_what_the_week_lacks()?;
            anyhow::Ok((full, live))
        })?;
        let server = Self { full, live, folder, runtime: Some(runtime) };
        let lines =
            server.block_on(server.full.stored())?.iter().map(|quake| emsc::feature(quake) + "\n").collect::<String>();
        std::fs::write(server.ledger(), lines)?;
        Ok(server)
    }

    fn block_on<T>(&self, work: impl Future<Output = Result<T>>) -> Result<T> {
        self.runtime.as_ref().expect("it is taken at the end only").block_on(work)
    }

    fn ledger(&self) -> PathBuf {
        self.folder.path().join("ledger.ndjson")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The services hear of it by their guards; nothing of theirs is worth waiting for.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Pipeline {
    async fn start(rig: Rig) -> Result<Self> {
        let services = [rig.producer().await?, rig.consumer()];
        let frontend = rig.frontend().await?;
        Ok(Self { rig, frontend, _services: services })
    }

    /// Rare kinds, revisions, missing magnitudes, edges of the map, and events of one and the same moment.
    fn add_what_the_week_lacks(&self) -> Result<()> {
        let feed = &self.rig.feed;
        let hour = |hours: i64| Timestamp::from_second(Timestamp::now().as_second() / 3600 * 3600 - hours * 3600);
        for (index, code) in (0..).zip(RARE) {
            let (time, evtype) = (Some(hour(3 + 5 * index)?), Some(code.to_owned()));
            let first = feed.emit(&Spec { evtype, time, updated: Some(hour(2)?), ..Spec::default() })?;
            // The week comes from the feed's past, which tells the latest revision only.
            let id = Some(first.id.to_string());
            feed.emit(&Spec { id, mag: Some(2.5 + index as f64 / 10.0), ..Spec::default() })?;
        }
        for (lon, lat, depth) in EDGES {
            let place = Spec { lon: Some(lon), lat: Some(lat), depth: Some(depth), ..Spec::default() };
            // Two of one moment: the order of pages is then by id alone.
            for mag in [5.0, 6.5] {
                feed.emit(&Spec { mag: Some(mag), time: Some(hour(50)?), ..place.clone() })?;
            }
        }
        let region = "MARKUP <&> \"QUOTES\" | BAR, Ñ".to_owned();
        feed.emit(&Spec { region: Some(region), ..Spec::default() })?;
        for fault in [Fault::NullMagnitude, Fault::MissingMagnitude, Fault::NullMagnitude] {
            feed.fault(&fault)?;
        }
        Ok(())
    }

    /// The latest state of every event, once the table and the frontend's window have all that the feed has.
    async fn stored(&self) -> Result<Vec<Quake>> {
        let rig = &self.rig;
        rig.all_stored(PATIENCE).await?;
        eventually("the week to be stored", PATIENCE, async || {
            let now = Timestamp::now().as_second();
            let (since, until) = (Timestamp::from_second(now - 9 * DAY)?, Timestamp::from_second(now + 3600)?);
            let stored = rig.table.window(since, until).await?;
            let (has, fed) = (stored.len(), rig.feed.status().events);
            ensure!(has == fed, "{has} of {fed} events so far");
            let body = e2e::get(self.frontend.address, "/api/events").await?;
            let shown: serde_json::Value = serde_json::from_str(&body)?;
            let id = |feature: &serde_json::Value| feature["id"].as_str().map(ToOwned::to_owned);
            let shown: HashSet<String> = shown["features"].as_array().into_iter().flatten().filter_map(id).collect();
            // The oldest may have left the window that the frontend keeps in memory.
            let young = Timestamp::from_second(now - 7 * DAY + 3600)?;
            let missing = |quake: &&Quake| quake.time > young && !shown.contains(quake.id.as_str());
            let quakes: Vec<Quake> = stored.into_iter().map(|latest| latest.quake).collect();
            let missing = quakes.iter().filter(missing).count();
            ensure!(missing == 0, "{missing} are missing from the frontend's window");
            Ok(quakes)
        })
        .await
    }
}
