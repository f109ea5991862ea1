//! The command line; its help is the manual.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use clap::Parser;
use simulator::{Config, real_interval};

/// Stands in for EMSC's earthquake feed: a real week of 2018, re-dated to now and marked as simulated, over the same
/// websocket and FDSN-event service, with faults on command.
#[derive(Debug, Parser)]
#[command(name = "quakewire-simulator", version, after_long_help = CONTROLS)]
pub(crate) struct Arguments {
    /// The port to listen on; 0 takes a free one. The addresses are printed.
    #[arg(long, env = "SIMULATOR_PORT", default_value_t = 8190)]
    port: u16,
    /// The address to listen on. There is no access control: anyone who reaches it can order faults.
    #[arg(long, env = "SIMULATOR_ADDRESS", default_value = "127.0.0.1")]
    address: IpAddr,
    /// What all chance is drawn from. The same seed tells the same past after every restart.
    #[arg(long, env = "SIMULATOR_SEED", default_value_t = 1)]
    seed: u64,
    /// Mean time between frames in seconds, 0.001 or more; 0 sends nothing of its own accord.
    #[arg(long, env = "SIMULATOR_INTERVAL", default_value_t = 5.0, conflicts_with = "speed", value_parser = seconds)]
    interval: f64,
    /// How many times faster than the Earth, instead of --interval; 1 is about 10 events an hour.
    #[arg(long, env = "SIMULATOR_SPEED", value_parser = factor)]
    speed: Option<f64>,
    /// How many days of history the FDSN service has, 0 to 365.
    #[arg(long, env = "SIMULATOR_HISTORY_DAYS", default_value_t = 30)]
    history_days: u32,
    /// How many seconds the FDSN service lags behind the websocket, up to 3600.
    #[arg(long, env = "SIMULATOR_REST_LAG", default_value_t = 0.0, value_parser = seconds)]
    rest_lag: f64,
    /// How many events an FDSN answer holds at most.
    #[arg(long, env = "SIMULATOR_FDSN_CAP", default_value_t = 1000)]
    fdsn_cap: usize,
    /// How many frames the ledger remembers.
    #[arg(long, env = "SIMULATOR_LEDGER_CAPACITY", default_value_t = 50_000)]
    ledger_capacity: usize,
    /// Hang up on clients that send no ping for so many seconds; 0 waits for ever.
    #[arg(long, env = "SIMULATOR_PING_REQUIRED", default_value_t = 0.0, value_parser = seconds)]
    ping_required: f64,
    /// Ask the simulator that runs with this address and port whether it is alive, and exit: 0 if it is.
    #[arg(long)]
    pub(crate) healthcheck: bool,
}

const CONTROLS: &str = "\
Feed:
  GET  /standing_order/websocket      one JSON frame per message; send pings
  GET  /fdsnws/event/1/query          with format=json

Controls:
  POST /sim/emit                      a frame; optional JSON: action id mag lon lat depth region
                                      evtype time updated; an earthquake unless evtype is given
  POST /sim/burst?count=&malformed=   many at once, of which a share (0 to 1) is malformed
  POST /sim/fault                     JSON, such as {\"fault\":\"duplicate\"}: duplicate, update_before_create,
                                      stale_update, malformed (how), missing_magnitude, null_magnitude,
                                      extra_fields, unknown_action, binary, fragmented (parts), padded (bytes),
                                      pretty_printed, surface_depth (negative), slow_drip (over_ms), drop (how,
                                      code), refuse_upgrades (status, attempts, retry_after), require_pings
                                      (within_ms), fdsn_status (status, times, retry_after), fdsn_slow (delay_ms,
                                      times), fdsn_truncated, fdsn_broken, fdsn_wrong_total (by), hide_event
                                      (unid), clear
  POST /sim/drop?how=&code=           close (with code), hangup, reset, silence
  POST /sim/pause, /sim/resume        the websocket only; the FDSN service goes on
  GET  /sim/ledger?after=             NDJSON: what was sent, and the truth about it
  GET  /sim/status

Logs go to stderr; RUST_LOG sets how much.";

impl Arguments {
    /// Where to listen.
    pub(crate) fn listen(&self) -> SocketAddr {
        SocketAddr::from((self.address, self.port))
    }

    pub(crate) fn config(&self) -> Config {
        let some = |seconds: f64| (seconds > 0.0).then(|| Duration::from_secs_f64(seconds));
        Config {
            listen: self.listen(),
            seed: self.seed,
            history_days: self.history_days,
            interval: self.speed.map_or(some(self.interval), |speed| Some(real_interval().div_f64(speed))),
            rest_lag: Duration::from_secs_f64(self.rest_lag),
            fdsn_cap: self.fdsn_cap,
            ledger_capacity: self.ledger_capacity,
            ping_required: some(self.ping_required),
            ..Config::default()
        }
    }
}

fn seconds(text: &str) -> Result<f64, String> {
    let value: Option<f64> = text.parse().ok();
    value.filter(|value| (0.0..=1e6).contains(value)).ok_or_else(|| "a number of seconds, 0 or more".to_owned())
}

fn factor(text: &str) -> Result<f64, String> {
    let value: Option<f64> = text.parse().ok();
    value.filter(|value| (0.01..=1e5).contains(value)).ok_or_else(|| "a factor from 0.01 to 100000".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn config(arguments: &[&str]) -> Config {
        Arguments::try_parse_from([&["quakewire-simulator"], arguments].concat()).unwrap().config()
    }

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn the_defaults_are_those_of_the_library() {
        let (mine, library) = (config(&[]), Config::default());
        assert_eq!(
            (mine.interval, mine.history_days, mine.seed),
            (library.interval, library.history_days, library.seed)
        );
        assert_eq!((mine.fdsn_cap, mine.ledger_capacity), (library.fdsn_cap, library.ledger_capacity));
        assert_eq!((mine.ping_required, mine.rest_lag), (library.ping_required, library.rest_lag));
        assert_eq!(config(&["--interval", "0"]).interval, None);
        assert_eq!(config(&["--speed", "1"]).interval, Some(real_interval()));
    }
}
