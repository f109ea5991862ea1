//! A while in which Loki is in one condition: the same work for each service in turn, and what it took.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::Result;
use e2e::Metrics;
use tokio::task::JoinHandle;

use crate::condition::Condition;
use crate::fleet::{Fleet, lines};
use crate::served::resident;

/// Between two looks at a process's memory.
const LOOK: Duration = Duration::from_millis(200);

/// What was measured.
#[derive(Debug)]
pub(crate) struct Phase {
    pub(crate) condition: Condition,
    /// By service.
    pub(crate) accounts: BTreeMap<&'static str, Account>,
    /// How long it took until nothing waited for Loki any more; `None` when it took too long, or there was no trouble.
    pub(crate) caught_up: Option<Duration>,
}

/// What was measured of one service.
#[derive(Debug, Default)]
pub(crate) struct Account {
    /// Seconds each burst took.
    pub(crate) took: Vec<f64>,
    /// Seconds of processor time during the bursts.
    pub(crate) processor: f64,
    /// Reports that were processed.
    pub(crate) reports: usize,
    /// Bytes of memory at the beginning.
    pub(crate) memory_first: u64,
    /// The most bytes of memory.
    pub(crate) memory: u64,
    /// Log lines written, sent, dropped.
    pub(crate) lines: [f64; 3],
    /// Why they were dropped.
    pub(crate) reasons: BTreeMap<&'static str, f64>,
}

impl Account {
    /// Bytes by which memory grew with each report: what the service's own work keeps.
    pub(crate) fn growth(&self) -> f64 {
        self.memory.saturating_sub(self.memory_first) as f64 / self.reports.max(1) as f64
    }
}

/// Lets every service do its work, one after the other, until `length` has passed.
pub(crate) async fn run(fleet: &mut Fleet, condition: Condition, length: Duration) -> Result<Phase> {
    let mut accounts: BTreeMap<&'static str, Account> = BTreeMap::new();
    let mut before = Vec::new();
    for station in &fleet.stations {
        before.push(station.served.metrics().await?);
    }
    let memory: Vec<Memory> = fleet.stations.iter().map(|station| Memory::watch(station.served.memory())).collect();
    let began = Instant::now();
    while began.elapsed() < length {
        for station in &mut fleet.stations {
            let account = accounts.entry(station.name).or_default();
            let processor = station.served.processor()?;
            let took = station.work.burst(&station.served).await?;
            account.processor += station.served.processor()? - processor;
            account.took.push(took.as_secs_f64());
            account.reports += station.work.size();
        }
    }
    for ((station, before), memory) in fleet.stations.iter().zip(before).zip(memory) {
        let after = station.served.metrics().await?;
        let account = accounts.entry(station.name).or_default();
        account.memory_first = memory.first;
        account.memory = memory.most();
        let (earlier, later) = (lines(&before), lines(&after));
        account.lines = std::array::from_fn(|index| later[index] - earlier[index]);
        account.reasons = ["queue_full", "refused", "excluded"]
            .map(|reason| (reason, dropped(&after, reason) - dropped(&before, reason)))
            .into_iter()
            .filter(|(_, lines)| *lines > 0.0)
            .collect();
    }
    Ok(Phase { condition, accounts, caught_up: None })
}

fn dropped(metrics: &Metrics, reason: &str) -> f64 {
    metrics.sum("quakewire_loki_lines_dropped_total", &[("reason", reason)])
}

/// Watches the memory of a process, from outside.
struct Memory {
    first: u64,
    most: Arc<AtomicU64>,
    watching: JoinHandle<()>,
}

impl Memory {
    fn watch(file: String) -> Self {
        let first = resident(&file).unwrap_or_default();
        let most = Arc::new(AtomicU64::new(first));
        let seen = Arc::clone(&most);
        let watching = tokio::spawn(async move {
            while let Some(bytes) = resident(&file) {
                seen.fetch_max(bytes, Ordering::Relaxed);
                tokio::time::sleep(LOOK).await;
            }
        });
        Self { first, most, watching }
    }

    fn most(self) -> u64 {
        self.watching.abort();
        self.most.load(Ordering::Relaxed)
    }
}
