//! Which feed to listen to: the one that was named, EMSC, or the stand-in.

use std::time::Duration;

use anyhow::{Context, Result};
use simulator::Simulator;

use crate::Config;
use crate::progress::Progress;

/// How long EMSC may take to answer before the stand-in takes its place.
const PATIENCE: Duration = Duration::from_secs(8);

/// A feed, and where it is.
pub(crate) struct Feed {
    pub(crate) websocket: String,
    pub(crate) fdsn: String,
    /// The folder of its data: what was simulated must never lie among what happened.
    pub(crate) folder: String,
    stand_in: Option<Simulator>,
}

/// Chooses, and says so.
pub(crate) async fn choose(config: &Config, progress: &mut Progress) -> Result<Feed> {
    if let (Some(websocket), Some(fdsn)) = (&config.feed_websocket, &config.feed_fdsn) {
        progress.tell("feed", format_args!("{websocket}"));
        let (websocket, fdsn) = (websocket.url().to_string(), fdsn.url().to_string());
        let folder = folder_of(&websocket);
        return Ok(Feed { websocket, fdsn, folder, stand_in: None });
    }
    if config.simulate {
        progress.tell("feed", "the stand-in, as you asked");
        return stand_in(config).await;
    }
    let (websocket, fdsn) = (producer::Config::EMSC_WEBSOCKET, producer::Config::EMSC_FDSN);
    progress.tell("feed", format_args!("trying {websocket}"));
    let emsc = producer::Config::new(websocket, fdsn, topics::Settings::at(""))?;
    let reason = match tokio::time::timeout(PATIENCE, producer::reach(&emsc)).await {
        Ok(Ok(())) => {
            progress.tell("feed", "EMSC answers: these are the world's earthquakes, live");
            return Ok(Feed { websocket: websocket.into(), fdsn: fdsn.into(), folder: "emsc".into(), stand_in: None });
        }
        Ok(Err(reason)) => reason,
        Err(_) => format!("no answer within {} s", PATIENCE.as_secs()),
    };
    progress.tell("feed", format_args!("EMSC CANNOT BE REACHED ({reason}): the stand-in takes its place"));
    stand_in(config).await
}

async fn stand_in(config: &Config) -> Result<Feed> {
    let interval = Duration::try_from_secs_f64(config.every).context("--every is not a number of seconds")?;
    let settings = simulator::Config {
        interval: Some(interval.max(Duration::from_millis(1))),
        history_days: u32::from(config.history_days),
        ..simulator::Config::default()
    };
    let simulator = Simulator::start(settings).await.context("the stand-in does not start")?;
    Ok(Feed {
        websocket: simulator.websocket_url(),
        fdsn: simulator.fdsn_url(),
        folder: "simulated".into(),
        stand_in: Some(simulator),
    })
}

/// Another feed's folder: its address, in letters that every file system takes.
fn folder_of(websocket: &str) -> String {
    let plain = websocket.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' });
    plain.collect::<String>().trim_matches('-').to_owned()
}

impl Feed {
    pub(crate) fn is_simulated(&self) -> bool {
        self.stand_in.is_some()
    }

    pub(crate) async fn stop(self) {
        if let Some(simulator) = self.stand_in {
            simulator.stop().await;
        }
    }
}

#[cfg(test)]
#[test]
fn each_feed_has_a_folder_of_its_own() {
    assert_eq!(
        folder_of("ws://127.0.0.1:8190/standing_order/websocket"),
        "ws---127-0-0-1-8190-standing-order-websocket"
    );
    assert_ne!(folder_of("ws://127.0.0.1:1/x"), folder_of("ws://127.0.0.1:2/x"));
}
