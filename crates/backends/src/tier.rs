//! The two forms of the backends, and which of them tests run on.

use std::env;
use std::fmt;
use std::io::Write as _;
use std::sync::OnceLock;

use tokio::sync::OnceCell;

use crate::backends::Backends;
use crate::error::{Error, Unavailable};
use crate::jars;

/// Narrows what tests run on: `embedded`, `real` or `both`.
const VARIABLE: &str = "QUAKEWIRE_TEST_TIERS";

/// A form of the backends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tier {
    /// In this process: librdkafka's broker and dynoxide.
    Embedded,
    /// As child processes: Apache Kafka and DynamoDB Local.
    Real,
}

impl fmt::Display for Tier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Embedded => "embedded",
            Self::Real => "real",
        })
    }
}

/// The tiers to test on are not to be had.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TierError {
    /// The variable's value is not one.
    #[error("{VARIABLE} is {value:?}; it may be embedded, real or both")]
    Unknown {
        /// The value.
        value: String,
    },

    /// The real servers were asked for by name and cannot be had.
    #[error("{VARIABLE} asks for Apache Kafka and DynamoDB Local, and they cannot be run here")]
    Asked(#[source] Unavailable),

    /// A jar was tampered with, or the lock is out of date: never passed over in silence.
    #[error(transparent)]
    Untrusted(Unavailable),
}

/// The tiers to test on: embedded, and real where Java and the jars can be had.
///
/// Blocks while Maven brings the jars, the first time on a machine. Where they cannot be had,
/// one line on the standard error, past the test harness, says what was not tested; when
/// `QUAKEWIRE_TEST_TIERS` names them, it is an error instead.
///
/// # Errors
/// When the variable is set to something else or to what cannot be had, or a jar is not the locked one.
pub fn tiers() -> Result<&'static [Tier], &'static TierError> {
    static TIERS: OnceLock<Result<Vec<Tier>, TierError>> = OnceLock::new();
    let chosen = TIERS.get_or_init(|| {
        let (tiers, passed_over) = choose(env::var(VARIABLE).ok().as_deref(), resolve)?;
        if let Some(reason) = passed_over {
            say(&format!("NOT RUN on Apache Kafka and DynamoDB Local: {reason}"));
        }
        Ok(tiers)
    });
    chosen.as_deref()
}

/// A pair that all tests of a binary share, started by the first that asks. Name topics and tables
/// uniquely. The real servers end with the test process, however it ends.
///
/// # Errors
/// When it does not start.
pub async fn shared(tier: Tier) -> Result<&'static Backends, Error> {
    static EMBEDDED: OnceCell<Backends> = OnceCell::const_new();
    static REAL: OnceCell<Backends> = OnceCell::const_new();
    let cell = match tier {
        Tier::Embedded => &EMBEDDED,
        Tier::Real => &REAL,
    };
    cell.get_or_try_init(|| Backends::start(tier)).await
}

fn resolve() -> Result<(), Unavailable> {
    jars::resolve(say).map(drop)
}

/// What to test on, and why not on the real servers when they are passed over.
fn choose(
    wish: Option<&str>,
    resolve: impl FnOnce() -> Result<(), Unavailable>,
) -> Result<(Vec<Tier>, Option<Unavailable>), TierError> {
    let (embedded, asked) = match wish {
        None | Some("") => (true, false),
        Some("both") => (true, true),
        Some("real") => (false, true),
        Some("embedded") => return Ok((vec![Tier::Embedded], None)),
        Some(value) => return Err(TierError::Unknown { value: value.to_owned() }),
    };
    match resolve() {
        Ok(()) if embedded => Ok((vec![Tier::Embedded, Tier::Real], None)),
        Ok(()) => Ok((vec![Tier::Real], None)),
        Err(reason @ Unavailable::Checksum { .. }) => Err(TierError::Untrusted(reason)),
        Err(reason) if asked => Err(TierError::Asked(reason)),
        Err(reason) => Ok((vec![Tier::Embedded], Some(reason))),
    }
}

/// One line to the real standard error: the macros' output is swallowed when a test succeeds.
fn say(line: &str) {
    let line = line.replace('\n', " ");
    if writeln!(std::io::stderr(), "{line}").is_err() {
        tracing::warn!("{line}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tampered() -> Unavailable {
        Unavailable::Checksum { jar: "a.jar".to_owned(), folder: "jars".into(), difference: "all".to_owned() }
    }

    fn tiers(wish: Option<&str>, outcome: Result<(), Unavailable>) -> Vec<Tier> {
        let (tiers, passed_over) = choose(wish, || outcome).unwrap();
        assert!(passed_over.is_none());
        tiers
    }

    #[test]
    fn both_tiers_are_tested_where_both_can_be_had() {
        assert_eq!(tiers(None, Ok(())), [Tier::Embedded, Tier::Real]);
        assert_eq!(tiers(Some("both"), Ok(())), [Tier::Embedded, Tier::Real]);
        assert_eq!(tiers(Some("real"), Ok(())), [Tier::Real]);
    }

    #[test]
    fn the_embedded_tier_alone_asks_for_nothing() {
        assert_eq!(tiers(Some("embedded"), Err(Unavailable::NoJava)), [Tier::Embedded]);
    }

    #[test]
    fn what_cannot_be_had_is_passed_over_with_its_reason() {
        let (tiers, passed_over) = choose(None, || Err(Unavailable::NoJava)).unwrap();
        assert_eq!(tiers, [Tier::Embedded]);
        assert!(matches!(passed_over, Some(Unavailable::NoJava)));
    }

    #[test]
    fn what_cannot_be_had_is_an_error_when_it_was_asked_for() {
        for asked in ["real", "both"] {
            assert!(matches!(choose(Some(asked), || Err(Unavailable::NoJava)), Err(TierError::Asked(_))));
        }
    }

    #[test]
    fn a_tampered_jar_is_an_error_in_any_case() {
        assert!(matches!(choose(None, || Err(tampered())), Err(TierError::Untrusted(_))));
    }

    #[test]
    fn an_unknown_wish_is_named() {
        let error = choose(Some("rael"), || Ok(())).unwrap_err();
        assert!(error.to_string().contains("rael"), "{error}");
    }
}
