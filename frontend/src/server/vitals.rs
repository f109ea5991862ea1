//! `POST /api/vitals`: how long the page took a real browser, told once a visit, where the operator asks for it.
//!
//! Five numbers in JSON and nothing else. They come from anybody, so they are checked, and they go into histograms only.

mod pace;

use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::rejection::JsonRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use serde::Deserialize;

use self::pace::Pace;
use super::error::RequestError;
use super::events;

/// Ours has a hundred bytes.
const LONGEST: usize = 1 << 10;
/// A page that took longer than ten minutes was not looked at, or somebody makes it up.
const MILLISECONDS: RangeInclusive<f64> = 0.0..=600_000.0;
/// More than 0.25 is poor already; this leaves room for a page that jumps all the while.
const SHIFT: RangeInclusive<f64> = 0.0..=100.0;

/// What a browser tells of a visit. Not every browser can measure everything, and nobody pressed a key in every visit.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Vitals {
    /// Until the first byte came, milliseconds.
    ttfb: Option<f64>,
    /// Until the first text or picture was there, milliseconds.
    fcp: Option<f64>,
    /// Until the largest of them was there, milliseconds.
    lcp: Option<f64>,
    /// How long what was pressed took to show, milliseconds.
    inp: Option<f64>,
    /// How far the page jumped.
    cls: Option<f64>,
}

/// The route.
pub(crate) fn routes() -> Router {
    Router::new()
        .route("/api/vitals", post(take))
        .layer(DefaultBodyLimit::max(LONGEST))
        .with_state(Arc::new(Pace::default()))
}

/// The handler. Asking for JSON, and being told so, keeps other sites' pages from sending theirs.
async fn take(
    State(pace): State<Arc<Pace>>,
    vitals: Result<Json<Vitals>, JsonRejection>,
) -> Result<StatusCode, RequestError> {
    let checked = if pace.allows(Instant::now()) {
        vitals.map_err(|error| RequestError::Parameter(error.body_text())).and_then(|Json(vitals)| vitals.checked())
    } else {
        Err(RequestError::TooManyVitals)
    };
    match checked {
        Ok(vitals) => vitals.record(),
        Err(error) => {
            events::vitals_refused();
            return Err(error);
        }
    }
    Ok(StatusCode::NO_CONTENT)
}

impl Vitals {
    fn times(&self) -> [(&'static str, Option<f64>); 4] {
        [("ttfb", self.ttfb), ("fcp", self.fcp), ("lcp", self.lcp), ("inp", self.inp)]
    }

    fn checked(self) -> Result<Self, RequestError> {
        let all = self.times().map(|(name, value)| (name, value, MILLISECONDS)).into_iter();
        let told: Vec<_> = all
            .chain([("cls", self.cls, SHIFT)])
            .filter_map(|(name, value, range)| Some((name, value?, range)))
            .collect();
        if told.is_empty() {
            return Err(RequestError::Parameter("nothing was measured".to_owned()));
        }
        match told.iter().find(|(_, value, range)| !range.contains(value)) {
            Some((name, value, _)) => Err(RequestError::Parameter(format!("`{name}` cannot be {value}"))),
            None => Ok(self),
        }
    }

    fn record(&self) {
        for (name, value) in self.times() {
            if let Some(milliseconds) = value {
                events::page_timed(name, Duration::from_secs_f64(milliseconds / 1_000.0));
            }
        }
        if let Some(layout_shift) = self.cls {
            events::page_shifted(layout_shift);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> bool {
        serde_json::from_str::<Vitals>(json).is_ok_and(|vitals| vitals.checked().is_ok())
    }

    #[test]
    fn what_a_browser_measured_is_taken_as_far_as_it_goes() {
        assert!(read(r#"{"ttfb":12,"fcp":150.5,"lcp":900,"inp":48,"cls":0.012}"#));
        assert!(read(r#"{"cls":0}"#));
    }

    #[test]
    fn what_no_browser_can_have_measured_is_not() {
        for json in [
            "{}",
            r#"{"ttfb":null}"#,
            r#"{"ttfb":-1}"#,
            r#"{"lcp":600001}"#,
            r#"{"fcp":1e999}"#,
            r#"{"fcp":"12"}"#,
            r#"{"cls":101,"ttfb":1}"#,
            r#"{"ttfb":1,"name":"me"}"#,
            "[1]",
        ] {
            assert!(!read(json), "{json}");
        }
    }
}
