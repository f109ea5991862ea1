//! Progress: numbered steps with their elapsed time, `[2/4] web bundle … 41 s`.
//!
//! On a terminal the line of the running step is rewritten in place, with the last thing its tool
//! said; elsewhere a line appears when a step ends, and every half minute while it has not.

use std::cell::{Cell, RefCell};
use std::io::{IsTerminal, stderr};
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::Result;

/// How often a step says that it is alive where nothing can be rewritten.
const HEARTBEAT: Duration = Duration::from_secs(30);
/// How often the line is rewritten on a terminal.
const REPAINT: Duration = Duration::from_millis(200);
/// Longer lines would wrap, and a wrapped line cannot be rewritten.
const WIDTH: usize = 78;

/// The steps of one command.
pub(crate) struct Steps {
    total: usize,
    done: usize,
    transcript: Transcript,
}

/// The lines that stay, for a command that keeps a record of its run.
type Transcript = Rc<RefCell<Vec<String>>>;

impl Steps {
    pub(crate) fn new(total: usize) -> Self {
        Self { total, done: 0, transcript: Transcript::default() }
    }

    /// Leaves steps out that turned out to be unnecessary.
    pub(crate) fn skip(&mut self, steps: usize) {
        self.done += steps;
    }

    /// All that was said so far, without what was rewritten.
    pub(crate) fn transcript(&self) -> Vec<String> {
        self.transcript.borrow().clone()
    }

    /// Does one step and prints how long it took, whatever its outcome.
    pub(crate) fn run<T>(&mut self, name: &str, work: impl FnOnce(&Step) -> Result<T>) -> Result<T> {
        self.done += 1;
        let step = Step {
            label: format!("[{}/{}] {name}", self.done, self.total),
            started: Instant::now(),
            painted: Cell::new(Instant::now()),
            note: RefCell::default(),
            terminal: stderr().is_terminal(),
            transcript: Rc::clone(&self.transcript),
        };
        step.paint();
        let outcome = work(&step);
        step.wipe();
        let ending = if outcome.is_err() { "FAILED after " } else { "" };
        let summary = step.note.take();
        let summary = if outcome.is_ok() && !summary.is_empty() { format!(": {summary}") } else { String::new() };
        step.keep(&format!("{} … {ending}{}{summary}", step.label, spell(step.started.elapsed())));
        outcome
    }
}

/// A step that is running.
pub(crate) struct Step {
    label: String,
    started: Instant,
    painted: Cell<Instant>,
    note: RefCell<String>,
    terminal: bool,
    transcript: Transcript,
}

impl Step {
    /// Replaces what is shown beside the step; the last note stays when the step ends well.
    pub(crate) fn note(&self, text: &str) {
        self.note.replace(text.trim().to_owned());
        self.tick();
    }

    /// Prints a line that stays.
    pub(crate) fn say(&self, line: &str) {
        self.wipe();
        self.keep(&format!("      {line}"));
        self.paint();
    }

    /// Shows that time passes; to be called at least every second.
    pub(crate) fn tick(&self) {
        let idle = self.painted.get().elapsed();
        if self.terminal && idle >= REPAINT {
            self.paint();
        } else if !self.terminal && idle >= HEARTBEAT {
            self.painted.set(Instant::now());
            eprintln!("{}", self.line());
        }
    }

    fn keep(&self, line: &str) {
        eprintln!("{line}");
        self.transcript.borrow_mut().push(line.to_owned());
    }

    fn paint(&self) {
        if self.terminal {
            self.painted.set(Instant::now());
            let line: String = self.line().chars().take(WIDTH).collect();
            eprint!("\r\x1b[2K{line}");
        }
    }

    fn wipe(&self) {
        if self.terminal {
            eprint!("\r\x1b[2K");
        }
    }

    fn line(&self) -> String {
        let note = self.note.borrow();
        format!("{} … {}  {note}", self.label, spell(self.started.elapsed()))
    }
}

/// A duration as a person says it.
pub(crate) fn spell(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match seconds {
        0..10 => format!("{:.1} s", duration.as_secs_f64()),
        10..120 => format!("{seconds} s"),
        _ => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_spelled_for_people() {
        assert_eq!(spell(Duration::from_millis(420)), "0.4 s");
        assert_eq!(spell(Duration::from_secs(41)), "41 s");
        assert_eq!(spell(Duration::from_secs(125)), "2 min 05 s");
    }
}
