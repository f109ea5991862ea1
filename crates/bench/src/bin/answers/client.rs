//! One who asks, and looks at the clock.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use crate::frontend::Frontend;

/// What one answer took.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Answer {
    pub(crate) first: Duration,
    pub(crate) whole: Duration,
    pub(crate) megabytes: f64,
    pub(crate) bytes: usize,
}

impl Answer {
    /// The worst of each.
    pub(crate) fn worst(answers: &[Self]) -> Self {
        answers.iter().copied().fold(
            Self { first: Duration::ZERO, whole: Duration::ZERO, megabytes: 0.0, bytes: 0 },
            |worst, answer| Self {
                first: worst.first.max(answer.first),
                whole: worst.whole.max(answer.whole),
                megabytes: worst.megabytes.max(answer.megabytes),
                bytes: worst.bytes.max(answer.bytes),
            },
        )
    }
}

/// Asks for so many, reads on after `pause`, and sees that they are all there.
pub(crate) async fn ask(frontend: &Frontend, format: &str, events: usize, pause: Duration) -> Result<Answer> {
    // What the answer before it left is given back or not; either way it is not this one's.
    let before = frontend.resident()?;
    frontend.forget_peak()?;
    let address = format!("http://{}/fdsnws/event/1/query?format={format}&limit={events}", frontend.address);
    let began = Instant::now();
    let mut response = reqwest::get(address).await?.error_for_status()?;
    let (mut first, mut bytes, mut count) = (None, 0, 0);
    // Once in each event, whatever the format.
    let mark: &[u8] = if format == "xml" { b"<event " } else { b"HONSHU, JAPAN" };
    let mut kept: Vec<u8> = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if first.is_none() {
            first = Some(began.elapsed());
            tokio::time::sleep(pause).await;
        }
        bytes += chunk.len();
        kept.extend_from_slice(&chunk);
        count += kept.windows(mark.len()).filter(|window| window.eq_ignore_ascii_case(mark)).count();
        // What may be the beginning of one that the next piece ends.
        kept.drain(..kept.len().saturating_sub(mark.len() - 1));
    }
    let expected = if format == "geojson" { 2 * events } else { events };
    ensure!(count == expected, "{count} of {expected} marks came as {format}");
    let megabytes = frontend.peak()?.saturating_sub(before) as f64 / 1e6;
    Ok(Answer { first: first.unwrap_or_default(), whole: began.elapsed(), megabytes, bytes })
}
