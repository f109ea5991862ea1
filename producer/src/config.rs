//! The producer's settings; `--help` prints this as the manual.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;
use serde::Serialize;
use service::Address;

use crate::ProducerError;

/// Reads EMSC's earthquake feed into Kafka.
///
/// Listens to the websocket, and asks the FDSN-event service for whatever the socket missed: at the start, after
/// every reconnection, and every few minutes. Two producers may run at once; readers see each revision once.
#[derive(Debug, Clone, Parser, Serialize)]
#[command(name = "quakewire-producer", version)]
pub struct Config {
    /// The websocket to listen to. `ws://` on this machine only, unless --feed-unencrypted
    #[arg(
        long,
        env = "QUAKEWIRE_FEED_WEBSOCKET",
        default_value = Config::EMSC_WEBSOCKET,
        value_name = "URL",
        help_heading = "Feed"
    )]
    pub feed_websocket: Address,

    /// The FDSN-event service to fill gaps from (its `query` method). `http://` on this machine only, unless --feed-unencrypted
    #[arg(long, env = "QUAKEWIRE_FEED_FDSN", default_value = Config::EMSC_FDSN, value_name = "URL", help_heading = "Feed")]
    pub feed_fdsn: Address,

    /// A file of PEM certificates to trust instead of the public ones, for a feed under a private authority
    #[arg(long, env = "QUAKEWIRE_FEED_CA", value_name = "FILE", help_heading = "Feed")]
    pub feed_ca: Option<PathBuf>,

    /// Allow `ws://` and `http://` to other machines: for a stand-in of the feed in a private network, never for EMSC
    #[arg(long, env = "QUAKEWIRE_FEED_UNENCRYPTED", help_heading = "Feed")]
    pub feed_unencrypted: bool,

    /// How many days back to fetch when the topic is empty
    #[arg(
        long,
        env = "QUAKEWIRE_HISTORY_DAYS",
        default_value_t = 30,
        value_name = "DAYS",
        value_parser = clap::value_parser!(u16).range(0..=366),
        help_heading = "Feed"
    )]
    pub history_days: u16,

    /// Where to serve /healthz, /readyz and /metrics, e.g. `0.0.0.0:9101`. Unset: nowhere
    #[arg(long, env = "QUAKEWIRE_PRODUCER_STATUS", value_name = "ADDRESS:PORT", help_heading = "Logs and reports")]
    pub status_listen: Option<SocketAddr>,

    /// Ask the producer that runs with these settings whether it is alive, and exit: 0 if it is
    #[arg(long, help_heading = "Logs and reports")]
    #[serde(skip)]
    pub healthcheck: bool,

    /// How fast things happen.
    #[arg(skip)]
    #[serde(skip)]
    pub pace: Pace,

    #[expect(missing_docs, reason = "a doc comment here would replace the program's own in --help")]
    #[command(flatten)]
    pub kafka: topics::Settings,

    #[expect(missing_docs, reason = "a doc comment here would replace the program's own in --help")]
    #[command(flatten)]
    pub service: service::Settings,
}

/// How fast things happen. The defaults are what EMSC's own client does and what is polite; tests are faster.
#[derive(Debug, Clone)]
pub struct Pace {
    /// Between two pings; also how long an answer may take.
    pub ping: Duration,
    /// How long a connection must have lasted to begin with short pauses again.
    pub stable: Duration,
    /// The first pause before connecting again, at most; it doubles from there.
    pub pause: Duration,
    /// The longest pause, at most.
    pub longest_pause: Duration,
    /// Between two questions to the FDSN-event service.
    pub between_requests: Duration,
    /// After a reconnection the service is asked again this much later: it lags the socket by minutes.
    pub second_look: Duration,
    /// How often the service is asked although nothing seems to be missing.
    pub reconcile: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            ping: Duration::from_secs(15),
            stable: Duration::from_secs(30),
            pause: Duration::from_millis(500),
            longest_pause: Duration::from_mins(1),
            between_requests: Duration::from_secs(1),
            second_look: Duration::from_mins(3),
            reconcile: Duration::from_mins(10),
        }
    }
}

impl Config {
    /// Where EMSC publishes.
    pub const EMSC_WEBSOCKET: &str = "wss://www.seismicportal.eu/standing_order/websocket";
    /// Where EMSC answers questions.
    pub const EMSC_FDSN: &str = "https://www.seismicportal.eu/fdsnws/event/1/query";

    /// The defaults, for the given feed and Kafka.
    ///
    /// # Errors
    /// When an address is no URL.
    pub fn new(websocket: &str, fdsn: &str, kafka: topics::Settings) -> anyhow::Result<Self> {
        Ok(Self {
            feed_websocket: websocket.parse()?,
            feed_fdsn: fdsn.parse()?,
            feed_ca: None,
            feed_unencrypted: false,
            history_days: 30,
            status_listen: None,
            healthcheck: false,
            pace: Pace::default(),
            kafka,
            service: service::Settings::default(),
        })
    }

    /// Settings that contradict each other or our promises.
    pub(crate) fn check(&self) -> Result<(), ProducerError> {
        let secured = |address: &Address, secure, plain| match address.url().scheme() {
            scheme if scheme == secure => Ok(()),
            scheme if scheme == plain && (self.feed_unencrypted || address.is_loopback()) => Ok(()),
            scheme if scheme == plain => {
                Err(ProducerError::Unprotected { address: address.to_string(), secure, plain })
            }
            _ => Err(ProducerError::Scheme { address: address.to_string(), secure, plain }),
        };
        secured(&self.feed_websocket, "wss", "ws")?;
        secured(&self.feed_fdsn, "https", "http")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Config::command().debug_assert();
    }

    #[test]
    fn plain_connections_are_for_this_machine_only() {
        let check = |websocket, fdsn| Config::new(websocket, fdsn, topics::Settings::at("x")).unwrap().check();
        assert!(check("ws://127.0.0.1:1/x", "http://localhost:1/q").is_ok());
        assert!(check(Config::EMSC_WEBSOCKET, Config::EMSC_FDSN).is_ok());
        let error = check("ws://www.seismicportal.eu/x", Config::EMSC_FDSN).unwrap_err().to_string();
        assert!(error.contains("wss://"), "{error}");
        assert!(check(Config::EMSC_WEBSOCKET, "ftp://x/q").is_err());
    }

    #[test]
    fn a_stand_in_elsewhere_needs_the_operators_word() {
        let mut config = Config::new("ws://feed:1/x", "http://feed:1/q", topics::Settings::at("x")).unwrap();
        let error = config.check().unwrap_err().to_string();
        assert!(error.contains("--feed-unencrypted"), "{error}");
        config.feed_unencrypted = true;
        assert!(config.check().is_ok());
    }
}
