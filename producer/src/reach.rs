//! Whether the feed can be reached at all: for whoever has to choose between it and the stand-in.

use crate::listen::connect;
use crate::{Config, tls};

/// Connects to the websocket once and hangs up.
///
/// # Errors
/// In words, why it cannot be reached.
pub async fn reach(config: &Config) -> Result<(), String> {
    let tls = tls::client(config.feed_ca.as_deref()).map_err(|error| error.to_string())?;
    match connect(&config.feed_websocket, &tls.into()).await {
        Ok(mut socket) => {
            let _ = socket.close(None).await;
            Ok(())
        }
        Err(error) => Err(error.to_string()),
    }
}
