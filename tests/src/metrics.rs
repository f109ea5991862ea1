//! What a service says of itself: `/metrics`, as Prometheus reads it.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use anyhow::{Context, Result, bail};

use crate::get;

/// One answer of `/metrics`.
#[derive(Debug, Clone, Default)]
pub struct Metrics {
    /// The kind of each metric that has one, by name.
    pub kinds: BTreeMap<String, String>,
    samples: Vec<Sample>,
}

#[derive(Debug, Clone, PartialEq)]
struct Sample {
    name: String,
    labels: BTreeMap<String, String>,
    value: f64,
}

impl Metrics {
    /// Asks a service.
    ///
    /// # Errors
    /// When it does not answer, or not in Prometheus' format.
    pub async fn of(address: SocketAddr) -> Result<Self> {
        Self::read(&get(address, "/metrics").await?)
    }

    /// Reads the text format.
    ///
    /// # Errors
    /// When a line is none.
    pub fn read(text: &str) -> Result<Self> {
        let mut metrics = Self::default();
        for line in text.lines().filter(|line| !line.is_empty()) {
            if let Some(kind) = line.strip_prefix("# TYPE ") {
                let (name, kind) = kind.split_once(' ').context("a type without a name")?;
                metrics.kinds.insert(name.to_owned(), kind.to_owned());
            } else if !line.starts_with('#') {
                metrics.samples.push(sample(line).with_context(|| format!("`{line}` is no sample"))?);
            }
        }
        Ok(metrics)
    }

    /// The sum of all samples of this name with at least these labels; 0 when there is none.
    pub fn sum(&self, name: &str, labels: &[(&str, &str)]) -> f64 {
        let fits = |sample: &&Sample| {
            let has = |(label, value): &(&str, &str)| sample.labels.get(*label).is_some_and(|is| is == value);
            sample.name == name && labels.iter().all(has)
        };
        self.samples.iter().filter(fits).map(|sample| sample.value).sum()
    }

    /// Whether there is a sample of this name with exactly these labels.
    pub fn has(&self, name: &str, labels: &BTreeMap<String, String>) -> bool {
        self.samples.iter().any(|sample| sample.name == name && sample.labels == *labels)
    }

    /// The label names that samples of this metric carry. `le` and `quantile` are a histogram's own and left out.
    pub fn labels(&self, name: &str) -> Vec<&str> {
        let parts = ["", "_bucket", "_sum", "_count"].map(|part| format!("{name}{part}"));
        let of_it = self.samples.iter().filter(|sample| parts.contains(&sample.name));
        let names = of_it.flat_map(|sample| sample.labels.keys()).map(String::as_str);
        let mut names: Vec<&str> = names.filter(|name| !matches!(*name, "le" | "quantile")).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

fn sample(line: &str) -> Result<Sample> {
    let (series, value) = line.rsplit_once(' ').context("no value")?;
    let value = value.parse()?;
    let Some((name, rest)) = series.split_once('{') else {
        return Ok(Sample { name: series.to_owned(), labels: BTreeMap::new(), value });
    };
    let mut labels = BTreeMap::new();
    let mut rest = rest;
    while let Some((label, after)) = rest.split_once("=\"") {
        // Our label values are words: none has a quotation mark in it.
        let (value, after) = after.split_once('"').context("a value without an end")?;
        labels.insert(label.trim_start_matches(',').to_owned(), value.to_owned());
        rest = after;
    }
    if rest != "}" {
        bail!("`{rest}` after the labels");
    }
    Ok(Sample { name: name.to_owned(), labels, value })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# HELP a_total Things\n# TYPE a_total counter\na_total{kind=\"x\",of=\"1\"} 2\n\
                        a_total{kind=\"y\",of=\"1\"} 3\n\n# TYPE b_seconds histogram\nb_seconds_bucket{le=\"0.1\"} 1\n\
                        b_seconds_sum 0.05\nup 1\n";

    #[test]
    fn samples_are_summed_over_what_was_not_asked() {
        let metrics = Metrics::read(TEXT).unwrap();
        assert_eq!(metrics.sum("a_total", &[]), 5.0);
        assert_eq!(metrics.sum("a_total", &[("kind", "y")]), 3.0);
        assert_eq!(metrics.sum("a_total", &[("kind", "z")]), 0.0);
        assert_eq!(metrics.sum("up", &[]), 1.0);
        assert_eq!(metrics.kinds["b_seconds"], "histogram");
        assert_eq!(metrics.labels("a_total"), ["kind", "of"]);
        assert!(metrics.labels("b_seconds").is_empty());
    }

    #[test]
    fn what_is_no_sample_is_an_error() {
        for wrong in ["a", "a b", "a{x=\"1\" 2", "a{x} 1"] {
            assert!(Metrics::read(wrong).is_err(), "{wrong}");
        }
    }
}
