//! The tables: times, processor time, memory, log lines.

use std::collections::BTreeMap;

use crate::condition::Condition;
use crate::figures::{lower_quartile, median, per_cent_more};
use crate::phase::{Account, Phase};
use crate::report::Trouble;

const SERVICES: [&str; 3] = ["producer", "consumer", "frontend"];

const TIMES: &str = "\
### Time for a burst of work

Medians in milliseconds, of all rounds; in brackets how many bursts. *Undisturbed*: the same of the lower quartiles, which
other work on the machine touches less. *Apart*: by how much the medians before and after a trouble differ from each other,
which is what this run cannot tell from nothing.

| Loki | service | well, before and after | trouble | slower | undisturbed | apart |
|---|---|---:|---:|---:|---:|---:|";

const PROCESSOR: &str = "\
### Processor time for 1,000 reports

Milliseconds, of all threads of the service, the log lines written meanwhile included.

| Loki | service | well, before and after | trouble | more |
|---|---|---:|---:|---:|";

const MEMORY: &str = "\
### Memory at most

MiB resident, looked at five times a second.

| Loki | producer | consumer | frontend |
|---|---:|---:|---:|";

const LINES: &str = "\
### Log lines

Of all three services, while Loki was so. What was neither sent nor dropped waited, and came when Loki was well again:
*caught up* says how long after.

| Loki | written | sent | dropped | why | caught up |
|---|---:|---:|---:|---|---:|";

/// How long a burst takes; by how many per cent the worst case is slower.
pub(crate) fn times(without: &Phase, troubles: &[Trouble<'_>]) -> (String, f64) {
    let mut rows = vec![TIMES.to_owned()];
    for service in SERVICES {
        let took = &without.accounts[service].took;
        let middle = median(took.iter().copied()) * 1e3;
        rows.push(format!("| {} | {service} | | {middle:.0} ({}) | | | |", without.condition, took.len()));
    }
    let mut worst = f64::NEG_INFINITY;
    for condition in Condition::TROUBLES {
        let rounds = of(condition, troubles);
        for service in SERVICES {
            let took = |phase: for<'b> fn(&Trouble<'b>) -> &'b Phase| -> Vec<f64> {
                rounds.iter().flat_map(|round| phase(round).accounts[service].took.clone()).collect()
            };
            let (before, during, after) = (took(|one| one.before), took(|one| one.phase), took(|one| one.after));
            let around = [before.clone(), after.clone()].concat();
            let (counts, well, ill) = ((around.len(), during.len()), median(around.clone()), median(during.clone()));
            let slower = per_cent_more(ill, well);
            let undisturbed = per_cent_more(lower_quartile(during), lower_quartile(around));
            let apart = per_cent_more(median(after), median(before));
            worst = worst.max(slower);
            rows.push(format!(
                "| {condition} | {service} | {:.0} ({}) | {:.0} ({}) | {slower:+.1} % | {undisturbed:+.1} % | {apart:+.1} % |",
                well * 1e3,
                counts.0,
                ill * 1e3,
                counts.1,
            ));
        }
    }
    (rows.join("\n"), worst)
}

/// What a report costs: a busy machine disturbs this least.
pub(crate) fn processor(without: &Phase, troubles: &[Trouble<'_>]) -> String {
    let each = |accounts: &[&Account]| {
        let seconds: f64 = accounts.iter().map(|account| account.processor).sum();
        let reports: usize = accounts.iter().map(|account| account.reports).sum();
        seconds / reports as f64 * 1e6
    };
    let mut rows = vec![PROCESSOR.to_owned()];
    for service in SERVICES {
        rows.push(format!("| {} | {service} | | {:.0} | |", without.condition, each(&[&without.accounts[service]])));
    }
    for condition in Condition::TROUBLES {
        let rounds = of(condition, troubles);
        for service in SERVICES {
            let around = rounds.iter().flat_map(|round| [round.before, round.after]);
            let well = each(&around.map(|phase| &phase.accounts[service]).collect::<Vec<_>>());
            let ill = each(&rounds.iter().map(|round| &round.phase.accounts[service]).collect::<Vec<_>>());
            let more = per_cent_more(ill, well);
            rows.push(format!("| {condition} | {service} | {well:.0} | {ill:.0} | {more:+.1} % |"));
        }
    }
    rows.join("\n")
}

/// The most memory; by how many bytes a service has more at the worst during a trouble than right before it, beyond what
/// its work alone adds: the frontend, for one, remembers the moment of every revision.
pub(crate) fn memory(without: &Phase, troubles: &[Trouble<'_>]) -> (String, f64) {
    let mut rows = vec![MEMORY.to_owned()];
    for phase in std::iter::once(without).chain(in_order(troubles)) {
        let most = SERVICES.map(|service| (phase.accounts[service].memory >> 20).to_string());
        rows.push(format!("| {} | {} |", phase.condition, most.join(" | ")));
    }
    let own = SERVICES.map(|service| format!("{:.0}", without.accounts[service].growth()));
    rows.push(format!("\nBytes that a report alone adds, without a Loki: {}.", own.join(", ")));
    let grown = troubles.iter().flat_map(|Trouble { before, phase, .. }| {
        SERVICES.map(|service| {
            let (earlier, now) = (&before.accounts[service], &phase.accounts[service]);
            let own = without.accounts[service].growth() * now.reports as f64;
            now.memory as f64 - earlier.memory as f64 - own
        })
    });
    let worst = grown.fold(0.0, f64::max);
    (rows.join("\n"), worst)
}

/// What became of the lines.
pub(crate) fn lines(troubles: &[Trouble<'_>]) -> String {
    let mut rows = vec![LINES.to_owned()];
    for phase in in_order(troubles) {
        let accounts = phase.accounts.values();
        let [written, sent, dropped] =
            [0, 1, 2].map(|index| accounts.clone().map(|account| account.lines[index]).sum::<f64>());
        let mut reasons = BTreeMap::new();
        for (reason, lines) in accounts.flat_map(|account| &account.reasons) {
            *reasons.entry(*reason).or_insert(0.0) += lines;
        }
        let reasons: Vec<String> = reasons.iter().map(|(reason, lines)| format!("{reason} {lines}")).collect();
        let caught_up = match (phase.condition, phase.caught_up) {
            (Condition::Well, _) => String::new(),
            (_, Some(after)) => format!("{:.0} s", after.as_secs_f64()),
            (_, None) => "not within 30 s".to_owned(),
        };
        let (condition, reasons) = (phase.condition, reasons.join(", "));
        rows.push(format!("| {condition} | {written} | {sent} | {dropped} | {reasons} | {caught_up} |"));
    }
    rows.join("\n")
}

/// The same trouble in all rounds.
fn of<'a>(condition: Condition, troubles: &'a [Trouble<'a>]) -> Vec<&'a Trouble<'a>> {
    troubles.iter().filter(|trouble| trouble.phase.condition == condition).collect()
}

/// All phases, in the order of the run: each time without trouble once.
fn in_order<'a>(troubles: &'a [Trouble<'a>]) -> impl Iterator<Item = &'a Phase> {
    let first = troubles.first().map(|trouble| trouble.before);
    first.into_iter().chain(troubles.iter().flat_map(|trouble| [trouble.phase, trouble.after]))
}
