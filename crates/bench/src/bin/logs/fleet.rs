//! The three services, each between ends of its own, so that only one of them works at a time.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use backends::{Ends, Tier};
use e2e::{Metrics, Watcher, eventually, site};
use simulator::{Simulator, Spec};
use tempfile::TempDir;

use crate::served::Served;
use crate::topic::Topic;
use crate::work::{End, Work};

/// Bytes that wait for a Loki that is well: what gathers in a second, and a push.
const CAUGHT_UP: f64 = (4 << 20) as f64;
/// How long catching up may take.
const CATCHING_UP: Duration = Duration::from_secs(30);
/// Between two looks whether it has.
const LOOK: Duration = Duration::from_millis(250);
/// How long it may take until every line is accounted for.
const SETTLING: Duration = Duration::from_mins(2);
/// Earthquakes the frontend is told of: its window, once it has them, stays as large as it is.
const REVISED: usize = 1_000;
/// Those the consumer is told of: each is new, for the embedded table takes the longer the more revisions there are.
const UNREVISED: usize = 10_000_000;
/// Bursts before anything is measured: clients find their partitions, memory finds its size.
const WARM_UP: usize = 4;

/// A service and its work.
pub(crate) struct Station {
    pub(crate) name: &'static str,
    pub(crate) served: Served,
    pub(crate) work: Work,
}

/// All of them.
pub(crate) struct Fleet {
    pub(crate) stations: Vec<Station>,
    _site: TempDir,
}

impl Fleet {
    /// Starts them, with Loki's address or without.
    pub(crate) async fn start(loki: Option<&str>, rate: u32) -> Result<Self> {
        let site = site()?;
        let loki: Vec<&str> = loki.map(|url| vec!["--loki-url", url]).unwrap_or_default();
        let feed =
            Simulator::start(simulator::Config { interval: None, history_days: 0, ..simulator::Config::default() });
        let feed = feed.await?;
        let model = feed.emit(&Spec::default())?.raw;
        let stations = vec![
            producer(feed, &loki, rate).await?,
            consumer(&model, &loki, rate).await?,
            frontend(&model, site.path().to_str().context("the site's folder is not UTF-8")?, &loki, rate).await?,
        ];
        Ok(Self { stations, _site: site })
    }

    /// Lets everything happen a few times, unmeasured.
    pub(crate) async fn warm_up(&mut self) -> Result<()> {
        for _ in 0..WARM_UP {
            for station in &mut self.stations {
                station.work.burst(&station.served).await?;
            }
        }
        Ok(())
    }

    /// Waits until Loki, well again, has what waited for it; how long that took, `None` when it took too long.
    pub(crate) async fn wait_until_caught_up(&self) -> Result<Option<Duration>> {
        let began = Instant::now();
        for station in &self.stations {
            while station.served.metrics().await?.sum("quakewire_loki_queue_bytes", &[]) > CAUGHT_UP {
                if began.elapsed() > CATCHING_UP {
                    return Ok(None);
                }
                tokio::time::sleep(LOOK).await;
            }
        }
        Ok(Some(began.elapsed()))
    }

    /// Ends the chatter, and waits until every line is accounted for; lines written, sent and dropped, of all.
    pub(crate) async fn settle(&mut self) -> Result<[f64; 3]> {
        let mut account = [0.0; 3];
        for station in &mut self.stations {
            station.served.quiet()?;
            let what = format!("every line of the {} to be accounted for", station.name);
            let of_it = eventually(&what, SETTLING, async || {
                let [written, sent, dropped] = lines(&station.served.metrics().await?);
                ensure!(written == sent + dropped, "{written} were written, {sent} sent and {dropped} dropped");
                Ok([written, sent, dropped])
            })
            .await?;
            account.iter_mut().zip(of_it).for_each(|(sum, of_it)| *sum += of_it);
        }
        Ok(account)
    }

    pub(crate) async fn stop(self) -> Result<()> {
        for station in self.stations {
            station.served.stop().await?;
        }
        Ok(())
    }
}

/// Lines written, sent and dropped.
pub(crate) fn lines(metrics: &Metrics) -> [f64; 3] {
    ["quakewire_log_lines_total", "quakewire_loki_lines_sent_total", "quakewire_loki_lines_dropped_total"]
        .map(|name| metrics.sum(name, &[]))
}

async fn producer(feed: Simulator, loki: &[&str], rate: u32) -> Result<Station> {
    let ends = Ends::of_a_test(Tier::Embedded).await?;
    let (websocket, fdsn, kafka) = (feed.websocket_url(), feed.fdsn_url(), kafka(&ends));
    let own = ["--feed-websocket", &websocket, "--feed-fdsn", &fdsn, "--history-days", "0"];
    let arguments = [&own[..], &as_text(&kafka), loki].concat();
    let served = Served::start("producer", rate, "--status-listen", &arguments).await?;
    Ok(Station { name: "producer", served, work: Work::Producing { feed, end: End::of(&ends.kafka)? } })
}

async fn consumer(model: &str, loki: &[&str], rate: u32) -> Result<Station> {
    let ends = Ends::of_a_test(Tier::Embedded).await?;
    let (kafka, table) = (kafka(&ends), table(&ends));
    let arguments = [&as_text(&kafka)[..], &as_text(&table), loki].concat();
    let served = Served::start("consumer", rate, "--status-listen", &arguments).await?;
    Ok(Station {
        name: "consumer",
        served,
        work: Work::Consuming { topic: Topic::open(&ends.kafka, model, UNREVISED)? },
    })
}

async fn frontend(model: &str, site: &str, loki: &[&str], rate: u32) -> Result<Station> {
    let ends = Ends::of_a_test(Tier::Embedded).await?;
    let (kafka, table) = (kafka(&ends), table(&ends));
    let arguments = [&["--site", site][..], &as_text(&kafka), &as_text(&table), loki].concat();
    let served = Served::start("frontend", rate, "--listen", &arguments).await?;
    let reader = Watcher::open(served.address).await?;
    Ok(Station {
        name: "frontend",
        served,
        work: Work::Streaming { topic: Topic::open(&ends.kafka, model, REVISED)?, reader },
    })
}

fn kafka(ends: &Ends) -> Vec<String> {
    let kafka = &ends.kafka;
    // As `topics::Settings::embedded` sets it.
    let own = ["--kafka-setting", "fetch.wait.max.ms=10", "--kafka", &kafka.bootstrap];
    let topics = ["--events-topic", &kafka.events_topic, "--dead-letters-topic", &kafka.dead_letters_topic];
    [own, topics].concat().into_iter().map(str::to_owned).collect()
}

fn table(ends: &Ends) -> Vec<String> {
    let endpoint = ends.store.endpoint.as_ref().map(|endpoint| endpoint.url().to_string()).unwrap_or_default();
    ["--dynamodb", &endpoint, "--table", &ends.store.table].map(str::to_owned).to_vec()
}

fn as_text(arguments: &[String]) -> Vec<&str> {
    arguments.iter().map(String::as_str).collect()
}
