//! How a client reaches the table.

use clap::Args;
use serde::Serialize;
use service::Address;

/// Where the table is and what it is called. Credentials are AWS's usual chain (environment, profile, task or
/// instance role) and never a setting of ours; a local endpoint needs none.
#[derive(Debug, Clone, Args, Serialize)]
#[command(next_help_heading = "DynamoDB")]
#[group(id = "dynamodb-settings")]
pub struct Settings {
    /// The table's name
    #[arg(long, env = "QUAKEWIRE_TABLE", default_value = "quakewire", value_name = "NAME")]
    pub table: String,

    /// The region to read and write in. Unset: AWS's usual settings decide (`AWS_REGION`, profile, instance)
    #[arg(long = "region", env = "QUAKEWIRE_REGION", value_name = "REGION")]
    pub region: Option<String>,

    /// A local or other DynamoDB-compatible endpoint instead of AWS, e.g. `http://127.0.0.1:8000`
    #[arg(long = "dynamodb", env = "QUAKEWIRE_DYNAMODB", value_name = "URL")]
    pub endpoint: Option<Address>,
}

impl Settings {
    /// The default table on a local endpoint.
    ///
    /// # Panics
    /// When the endpoint is no URL.
    pub fn at(endpoint: &str) -> Self {
        Self {
            table: "quakewire".to_owned(),
            region: None,
            endpoint: Some(endpoint.parse().expect("a local endpoint is a URL")),
        }
    }
}
