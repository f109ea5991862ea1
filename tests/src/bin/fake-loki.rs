//! `quakewire-fake-loki`: Loki's double as a program, for containers where no Loki can be had.

use std::net::SocketAddr;

use anyhow::Result;
use clap::Parser;
use e2e::{FakeLoki, Mood};

/// Takes pushes as Loki does and counts them: `/loki/api/v1/push`, `/ready`, `/metrics`. There is nothing to query.
#[derive(Debug, Parser)]
#[command(name = "quakewire-fake-loki", version)]
struct Arguments {
    /// Where to listen
    #[arg(long, default_value = "127.0.0.1:3100", value_name = "ADDRESS:PORT")]
    listen: SocketAddr,

    /// How to treat pushes: healthy, throttling, failing, slow, silent or refusing
    #[arg(long, default_value = "healthy")]
    mood: Mood,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let loki = FakeLoki::keeping(arguments.listen, 0).await?;
    loki.feel(arguments.mood);
    service::stop_on_signals("fake-loki").cancelled().await;
    Ok(())
}
