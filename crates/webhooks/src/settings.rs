//! The settings of webhooks: off unless there are rules.

use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use clap::Args;
use serde::{Serialize, Serializer};

use crate::RulesError;

/// Outgoing webhooks.
#[derive(Debug, Clone, Args, Serialize)]
#[command(next_help_heading = "Webhooks")]
#[group(id = "webhooks-settings")]
pub struct Settings {
    /// The rules by which earthquakes are posted to other people's servers or to ntfy, a TOML file as docs/webhooks.md
    /// describes it. Unset: nothing is posted
    // Who mistakes this variable for the next one writes secrets into it: they are not shown either.
    #[arg(
        id = "webhooks",
        long = "webhooks",
        env = "QUAKEWIRE_WEBHOOKS",
        hide_env_values = true,
        value_parser = path,
        value_name = "FILE"
    )]
    pub file: Option<PathBuf>,

    /// The rules themselves, where no file can be brought to the program. Better through the environment: a command
    /// line is seen by others
    #[arg(
        id = "webhooks-rules",
        long = "webhooks-rules",
        env = "QUAKEWIRE_WEBHOOKS_RULES",
        hide_env_values = true,
        conflicts_with = "webhooks",
        value_name = "TOML"
    )]
    pub text: Option<Text>,

    /// A file of PEM certificates to trust besides the public ones, for receivers under a private authority
    #[arg(id = "webhooks-ca", long = "webhooks-ca", env = "QUAKEWIRE_WEBHOOKS_CA", value_name = "FILE")]
    pub ca: Option<PathBuf>,

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

    /// The rules as they are written, if there are any.
    pub(crate) fn written(&self) -> Result<Option<Cow<'_, str>>, RulesError> {
        if let Some(path) = &self.file {
            let text = std::fs::read_to_string(path)
                .map_err(|source| RulesError::File { path: path.clone(), source: Arc::new(source) })?;
            return Ok(Some(text.into()));
        }
        Ok(self.text.as_ref().map(|text| text.0.as_str().into()))
    }
}

/// A file's name, which has one line. What is refused is not repeated.
fn path(text: &str) -> Result<PathBuf, String> {
    if text.contains(['\n', '[']) {
        return Err("this is no file's name; rules themselves go into --webhooks-rules".to_owned());
    }
    Ok(text.into())
}

/// Rules as they are written; never shown, because secrets stand among them.
#[derive(Clone)]
pub struct Text(String);

impl FromStr for Text {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{self:?}"))
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self { file: None, text: None, ca: None, group: Self::GROUP.to_owned(), private: false }
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
    fn webhooks_are_off_until_there_are_rules() {
        Program::command().debug_assert();
        let program = Program::parse_from(["program"]);
        assert!(program.webhooks.written().unwrap().is_none() && !program.webhooks.private);
        assert_eq!((program.group.as_str(), program.webhooks.group.as_str()), ("quakewire-consumer", Settings::GROUP));
        let program = Program::parse_from(["program", "--webhooks", "rules.toml", "--webhooks-private"]);
        assert_eq!((program.webhooks.file, program.webhooks.private), (Some("rules.toml".into()), true));
    }

    #[test]
    fn rules_may_be_given_as_they_are_and_are_not_shown() {
        let program = Program::parse_from(["program", "--webhooks-rules", "secret = 'hunter2'"]);
        assert_eq!(program.webhooks.written().unwrap().as_deref(), Some("secret = 'hunter2'"));
        let shown = format!("{:?} {}", program.webhooks, serde_json::to_string(&program.webhooks).unwrap());
        assert!(shown.contains("***") && !shown.contains("hunter2"), "{shown}");
        let both = ["program", "--webhooks", "rules.toml", "--webhooks-rules", ""];
        assert!(Program::try_parse_from(both).is_err(), "which of the two counts?");
    }

    #[test]
    fn rules_where_a_file_is_expected_are_refused() {
        let error = Program::try_parse_from(["program", "--webhooks", "[[rule]]\nsecret = 'hunter2'"]).unwrap_err();
        assert!(error.to_string().contains("--webhooks-rules"), "{error}");
    }
}
