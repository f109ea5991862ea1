//! The settings every service has.

use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::Address;

/// Logs and reports.
#[derive(Debug, Clone, Args, Serialize)]
#[command(next_help_heading = "Logs and reports")]
#[group(id = "service-settings")]
pub struct Settings {
    /// What to log: a level (error, warn, info, debug, trace) or a filter such as `info,consumer=debug`
    #[arg(long = "log", env = "QUAKEWIRE_LOG", default_value = "info", value_name = "FILTER")]
    pub log: String,

    /// How to log: `text` for people, `json` for machines (one object a line). Logs go to standard error
    #[arg(long, env = "QUAKEWIRE_LOG_FORMAT", default_value = "text")]
    pub log_format: LogFormat,

    /// Where Loki listens, e.g. `http://loki:3100`. Unset: logs go to standard error only. No service waits
    /// for a Loki that is down, and what it misses is counted
    #[arg(long, env = "QUAKEWIRE_LOKI_URL", value_name = "URL")]
    pub loki_url: Option<Address>,

    /// The `environment` label on logs sent to Loki
    #[arg(long, env = "QUAKEWIRE_ENVIRONMENT", default_value = "local", value_name = "NAME")]
    pub environment: String,

    /// Which of the service's processes this is: a field of every line sent to Loki. Unset: the machine's name
    #[arg(long, env = "QUAKEWIRE_INSTANCE", value_name = "NAME")]
    pub instance: Option<String>,

    /// Print the settings in force, secrets masked, and exit
    #[arg(long)]
    #[serde(skip)]
    pub print_config: bool,
}

impl Settings {
    /// The instance's name. In a container the machine's name is the container's.
    pub(crate) fn instance(&self) -> String {
        let machine = || Some(std::fs::read_to_string("/proc/sys/kernel/hostname").ok()?.trim().to_owned());
        self.instance.clone().or_else(machine).unwrap_or_else(|| "unknown".to_owned())
    }
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            log: "info".to_owned(),
            log_format: LogFormat::Text,
            loki_url: None,
            environment: "local".to_owned(),
            instance: None,
            print_config: false,
        }
    }
}

/// Prints a service's settings as JSON. Secrets mask themselves: see [`Address`].
#[expect(clippy::print_stdout, reason = "the printout is what the user asked for")]
pub fn print_config(config: &impl Serialize) {
    println!("{}", serde_json::to_string_pretty(config).expect("settings are plain data"));
}
