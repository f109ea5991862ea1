//! Counts tests from what the test runners print: Rust's libtest, Node's for the map element, and as Node's by
//! the checks of `terraform/`.

use std::fmt;

/// How many tests did what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) skipped: usize,
}

impl Counts {
    pub(crate) fn ran(self) -> usize {
        self.passed + self.failed
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// `12 passed, 1 failed, 2 skipped`; the last part only when it says something.
impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

/// What a line told, where somebody would like to hear it at once.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum News {
    /// A test binary starts.
    Started,
    /// A test binary ended.
    Ended { name: String, counts: Counts },
    /// A test binary vanished without a result; counted as one failure.
    Vanished { name: String },
    /// A test says that it could not do its work.
    NotRun(String),
}

/// Follows the output of `cargo test` or `node --test`.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) counts: Counts,
    /// The output of failed tests, as the runner printed it.
    pub(crate) failures: Vec<String>,
    /// The names of failed tests, after those of their binaries.
    pub(crate) failed: Vec<String>,
    /// The binary that runs.
    running: Option<String>,
    /// Whether it has printed a result; documentation tests may print several.
    ended: bool,
    part: Part,
    not_run: Vec<String>,
}

/// What the runner is printing.
#[derive(Default)]
enum Part {
    #[default]
    Progress,
    /// The output of failed tests, headed `failures:`.
    Output,
    /// The list of their names, headed the same.
    Names,
}

impl Tally {
    /// Takes one line.
    pub(crate) fn hear(&mut self, line: &str) -> Option<News> {
        if let Some(start) = line.find("NOT RUN") {
            return self.hear_not_run(&line[start..]);
        }
        if let Some(name) = binary(line) {
            return Some(self.start(name));
        }
        if let Some(counts) = libtest(line).or_else(|| node(line)) {
            self.part = Part::Progress;
            self.ended = true;
            self.counts.add(counts);
            let name = self.running().to_owned();
            return Some(News::Ended { name, counts });
        }
        match (line, &self.part) {
            ("failures:", Part::Output) => self.part = Part::Names,
            ("failures:", _) => {
                self.part = Part::Output;
                self.failures.push(format!("==== {} ====", self.running()));
            }
            (_, Part::Output) => self.failures.push(line.to_owned()),
            (_, Part::Names) if !line.is_empty() => {
                self.failed.push(format!("{} {}", self.running(), line.trim()));
            }
            _ => {}
        }
        None
    }

    /// No more lines will come.
    pub(crate) fn end(&mut self) -> Option<News> {
        self.part = Part::Progress;
        let name = self.running.take()?;
        if self.ended {
            return None;
        }
        self.counts.failed += 1;
        self.failed.push(format!("{name} ended without a result"));
        Some(News::Vanished { name })
    }

    /// What runs now.
    pub(crate) fn running(&self) -> &str {
        self.running.as_deref().unwrap_or_default()
    }

    fn start(&mut self, name: String) -> News {
        let vanished = self.end();
        self.running = Some(name);
        self.ended = false;
        vanished.unwrap_or(News::Started)
    }

    /// A reason is told once, however many tests share it.
    fn hear_not_run(&mut self, text: &str) -> Option<News> {
        let text = text.trim().to_owned();
        if self.not_run.contains(&text) {
            return None;
        }
        self.not_run.push(text.clone());
        Some(News::NotRun(text))
    }
}

/// The name in `Running unittests src/lib.rs (target/debug/deps/quake-0123456789abcdef)`, or in
/// `Doc-tests quake`.
fn binary(line: &str) -> Option<String> {
    let line = line.trim_start();
    if let Some(package) = line.strip_prefix("Doc-tests ") {
        return Some(format!("{package} (documentation)"));
    }
    let (source, file) = line.strip_prefix("Running ")?.split_once(" (")?;
    let file = file.strip_suffix(')')?.rsplit('/').next()?;
    let name = file.rsplit_once('-').map_or(file, |(name, _hash)| name);
    if source.ends_with("src/main.rs") {
        return Some(format!("{name} (program)"));
    }
    Some(name.to_owned())
}

/// `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s`
fn libtest(line: &str) -> Option<Counts> {
    let (_verdict, numbers) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let number = |word| {
        numbers.split("; ").find_map(|part| part.strip_suffix(word)).and_then(|number| number.trim().parse().ok())
    };
    Some(Counts { passed: number("passed")?, failed: number("failed")?, skipped: number("ignored")? })
}

/// `# pass 3`, `# fail 0`, `# skipped 0`; newer versions of Node have another sign in front.
fn node(line: &str) -> Option<Counts> {
    let (sign, rest) = line.split_once(' ')?;
    let (word, number) = rest.split_once(' ')?;
    let number = number.parse().ok()?;
    let mut counts = Counts::default();
    match (sign, word) {
        ("#" | "ℹ", "pass") => counts.passed = number,
        ("#" | "ℹ", "fail" | "cancelled") => counts.failed = number,
        ("#" | "ℹ", "skipped" | "todo") => counts.skipped = number,
        _ => return None,
    }
    Some(counts)
}

#[cfg(test)]
mod tests;
