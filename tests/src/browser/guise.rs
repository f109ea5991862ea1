//! What a browser can pretend: another screen, another taste.

use std::time::Duration;

use anyhow::Result;
use serde_json::{Value, json};

use super::Browser;

/// Which colours the system prefers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Light on dark.
    Dark,
    /// Dark on light.
    Light,
}

impl Browser {
    /// Shows the page as a phone would, with so many dots a pixel.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn become_phone(&self, dots: f64) -> Result<()> {
        let metrics = json!({ "width": 390, "height": 844, "deviceScaleFactor": dots, "mobile": true });
        self.tell("Emulation.setDeviceMetricsOverride", &metrics).await?;
        let fingers = json!({ "enabled": true });
        self.tell("Emulation.setTouchEmulationEnabled", &fingers).await
    }

    /// Shows the page in a window of this size.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn become_desktop(&self, width: u32, height: u32) -> Result<()> {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.tell("Emulation.setDeviceMetricsOverride", &metrics).await?;
        let fingers = json!({ "enabled": false });
        self.tell("Emulation.setTouchEmulationEnabled", &fingers).await
    }

    /// Has the system prefer colours.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn prefer(&self, scheme: Scheme) -> Result<()> {
        let value = match scheme {
            Scheme::Dark => "dark",
            Scheme::Light => "light",
        };
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": value }] });
        self.tell("Emulation.setEmulatedMedia", &media).await
    }

    /// Has every answer come so much later.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn slow_down(&self, later: Duration) -> Result<()> {
        self.tell("Network.enable", &json!({})).await?;
        self.tell("Network.setBypassServiceWorker", &json!({ "bypass": true })).await?;
        let latency = u64::try_from(later.as_millis())?;
        let network = json!({ "offline": false, "latency": latency, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.tell("Network.emulateNetworkConditions", &network).await
    }

    /// Runs a script at the beginning of each page that is opened from here on.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn before_each_page(&self, script: &str) -> Result<()> {
        self.tell("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": script })).await
    }

    /// A command of Chromium's own protocol.
    async fn tell(&self, command: &str, parameters: &Value) -> Result<()> {
        self.order("goog/cdp/execute", &json!({ "cmd": command, "params": parameters })).await.map(drop)
    }
}
