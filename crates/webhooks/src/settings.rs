//! The settings of webhooks: off unless there is a file of rules.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

/// Outgoing webhooks.
#[derive(Debug, Clone, Args, Serialize)]
#[command(next_help_heading = "Webhooks")]
#[group(id = "webhooks-settings")]
pub struct Settings {
    /// The rules by which earthquakes are posted to other people's servers or to ntfy, a TOML file as docs/webhooks.md
    /// describes it. Unset: nothing is posted
    #[arg(id = "webhooks", long = "webhooks", env = "QUAKEWIRE_WEBHOOKS", value_name = "FILE")]
    pub rules: Option<PathBuf>,

    /// The consumer group of all processes that send webhooks by the same rules; each record is sent by one of them
    #[arg(
        id = "webhooks-group",
        long = "webhooks-group",
        env = "QUAKEWIRE_WEBHOOKS_GROUP",
        default_value = Settings::GROUP,
        value_name = "NAME"
    )]
    pub group: String,

    /// Let rules post into private networks and to this machine. Only where whoever writes the rules may reach these
    #[arg(id = "webhooks-private", long = "webhooks-private", env = "QUAKEWIRE_WEBHOOKS_PRIVATE")]
    pub private: bool,
}

impl Settings {
    /// The group's usual name.
    pub const GROUP: &str = "quakewire-webhooks";
}

impl Default for Settings {
    fn default() -> Self {
        Self { rules: None, group: Self::GROUP.to_owned(), private: false }
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    use super::*;

    #[derive(Debug, Parser)]
    struct Program {
        /// A field of the program itself, as the frontend has one
        #[arg(long, default_value = "quakewire-consumer")]
        group: String,
        #[command(flatten)]
        webhooks: Settings,
    }

    #[test]
    fn webhooks_are_off_until_a_file_is_named() {
        Program::command().debug_assert();
        let program = Program::parse_from(["program"]);
        assert_eq!((program.webhooks.rules, program.webhooks.private), (None, false));
        assert_eq!((program.group.as_str(), program.webhooks.group.as_str()), ("quakewire-consumer", Settings::GROUP));
        let program = Program::parse_from(["program", "--webhooks", "rules.toml", "--webhooks-private"]);
        assert_eq!((program.webhooks.rules, program.webhooks.private), (Some("rules.toml".into()), true));
    }
}
