//! The page: what was promised, and four tables.

use std::time::Duration;

use crate::condition::Condition;
use crate::phase::Phase;
use crate::tables;

/// The promise: no service becomes slower than this, in per cent.
const SLOWER: f64 = 5.0;
/// The bound on memory, MiB, beyond what a service has while Loki is well: the queue's 16 MiB, as much again for what an
/// allocator keeps of what was queued before, and a push in its three forms.
const MEMORY: f64 = 40.0;

/// A trouble, between the times before and after it.
pub(crate) struct Trouble<'a> {
    pub(crate) before: &'a Phase,
    pub(crate) phase: &'a Phase,
    pub(crate) after: &'a Phase,
}

/// What the whole run says of the lines: written, sent and dropped, and how many Loki says it has.
pub(crate) struct Lines {
    pub(crate) account: [f64; 3],
    pub(crate) arrived: u64,
}

/// Prints the page to standard output; whether everything promised was kept.
#[expect(clippy::print_stdout, reason = "the page is what the bench is for")]
pub(crate) fn print(rate: u32, length: Duration, without: &Phase, phases: &[Phase], lines: &Lines) -> bool {
    let troubles: Vec<Trouble<'_>> = phases
        .windows(3)
        .filter(|three| three[1].condition != Condition::Well)
        .map(|three| Trouble { before: &three[0], phase: &three[1], after: &three[2] })
        .collect();
    let (times, slower) = tables::times(without, &troubles);
    let (memory, grown) = tables::memory(without, &troubles);
    let grown = grown / f64::from(1 << 20);
    let ([written, sent, dropped], arrived) = (lines.account, lines.arrived);
    let verdicts = [
        (format!("no service is more than {SLOWER} % slower"), format!("{slower:+.1} %"), slower <= SLOWER),
        (
            format!("a trouble adds at most {MEMORY} MiB to a service's memory"),
            format!("{grown:.0} MiB"),
            grown <= MEMORY,
        ),
        (
            format!("of {written} lines each was sent or counted as dropped"),
            format!("{sent} + {dropped}"),
            written == sent + dropped,
        ),
        ("Loki has every line that was sent, once".to_owned(), arrived.to_string(), arrived as f64 == sent),
    ];
    println!(
        "{rate} log lines a second in each of three services; each trouble lasts {} s, twice.\n",
        length.as_secs()
    );
    println!("| promised | measured | |\n|---|---:|---|");
    for (promise, measured, kept) in &verdicts {
        println!("| {promise} | {measured} | {} |", if *kept { "kept" } else { "**broken**" });
    }
    for table in [times, tables::processor(without, &troubles), memory, tables::lines(&troubles)] {
        println!("\n{table}");
    }
    verdicts.iter().all(|(_, _, kept)| *kept)
}
