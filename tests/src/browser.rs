//! A real browser: headless Chromium, driven through chromedriver on this machine.

mod guise;
mod hands;
mod means;
mod sight;

use std::fs::File;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

pub use guise::Scheme;
pub use hands::Key;
pub use means::{Means, means};

use crate::eventually;

/// How long a browser may take to start: seconds, on a busy machine with a cold disk tens of them.
const STARTING: Duration = Duration::from_mins(1);
/// How long a page may take to come to the point.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// What chromedriver and whatever it starts run under: a shell that ends the whole group when its input ends, be it
/// because the browser is dropped or because the test process is gone.
const KEEPER: &str = r#""$@" & read -r _; kill -KILL 0"#;

/// For a machine without a display, a graphics card or a sandbox; and nothing that calls home.
const FLAGS: [&str; 14] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-breakpad",
    "--no-first-run",
    "--no-default-browser-check",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--window-size=1440,900",
];

/// What the browser can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// All there is, for a reader who asks for little motion: pulses and flights are drawn by the processor here, and
    /// it has better things to do.
    Usual,
    /// All there is, motion too.
    Lively,
    /// No WebGL: the page keeps its first picture of the world.
    WithoutGraphics,
    /// No scripts: switched off in the settings, as a user would.
    WithoutScripts,
}

/// A browser with one page open. Dropping it ends it.
#[derive(Debug)]
pub struct Browser {
    /// The page.
    pub page: Client,
    driver: String,
    // Declared before the profile: whoever writes into it has to be gone when it is removed.
    _keeper: Keeper,
    _profile: TempDir,
}

impl Browser {
    /// Starts a browser with a profile of its own.
    ///
    /// # Errors
    /// When it does not start; says what its driver said.
    pub async fn start(means: &Means, kind: Kind) -> Result<Self> {
        let profile = tempfile::Builder::new().prefix("quakewire-browser-").tempdir()?;
        let output = profile.path().join("chromedriver.log");
        let file = File::create(&output)?;
        let keeper = Keeper(
            Command::new("sh")
                .args(["-c", KEEPER, "keeper"])
                .arg(&means.driver)
                .arg("--port=0")
                .stdin(Stdio::piped())
                .stdout(file.try_clone()?)
                .stderr(file)
                .process_group(0)
                .spawn()?,
        );
        let connected = Self::connect(means, kind, &profile, &output).await.with_context(|| {
            let said = std::fs::read_to_string(&output).unwrap_or_default();
            format!("the browser did not start: {said}")
        });
        let (page, driver) = connected?;
        Ok(Self { page, driver, _keeper: keeper, _profile: profile })
    }

    async fn connect(means: &Means, kind: Kind, profile: &TempDir, output: &Path) -> Result<(Client, String)> {
        let port: u16 = eventually("chromedriver's port", STARTING, async || {
            let said = std::fs::read_to_string(output)?;
            let (_, rest) = said.split_once("started successfully on port ").context("not said yet")?;
            Ok(rest.trim_end().trim_end_matches('.').parse()?)
        })
        .await?;
        let driver = format!("http://127.0.0.1:{port}");
        let data = profile.path().join("profile");
        let mut flags: Vec<String> = FLAGS.map(str::to_owned).to_vec();
        flags.push(format!("--user-data-dir={}", data.display()));
        if kind != Kind::Lively {
            flags.push("--force-prefers-reduced-motion".to_owned());
        }
        if kind == Kind::WithoutGraphics {
            flags.push("--disable-3d-apis".to_owned());
        }
        let mut options = json!({ "binary": means.chromium, "args": flags });
        if kind == Kind::WithoutScripts {
            options["prefs"] = json!({ "profile.managed_default_content_settings.javascript": 2 });
        }
        let wishes = json!({ "goog:chromeOptions": options, "goog:loggingPrefs": { "browser": "ALL" } });
        let Value::Object(wishes) = wishes else { bail!("capabilities are an object") };
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let connecting = builder.capabilities(wishes).connect(&driver);
        let page = tokio::time::timeout(STARTING, connecting).await.context("no session")??;
        Ok((page, driver))
    }

    /// Ends it.
    ///
    /// # Errors
    /// When it had ended by itself.
    pub async fn close(self) -> Result<()> {
        Ok(self.page.clone().close().await?)
    }

    /// An order that is chromedriver's own and not in the standard.
    async fn order(&self, path: &str, order: &Value) -> Result<Value> {
        let session = self.page.session_id().await?.context("the session has ended")?;
        let address = format!("{}/session/{session}/{path}", self.driver);
        let request = reqwest::Client::new().post(address).header("content-type", "application/json");
        let answer = request.body(order.to_string()).timeout(PATIENCE).send().await?.error_for_status()?.text().await?;
        let mut answer: Value = serde_json::from_str(&answer)?;
        Ok(answer["value"].take())
    }
}

/// The shell that chromedriver runs under.
#[derive(Debug)]
struct Keeper(Child);

impl Drop for Keeper {
    fn drop(&mut self) {
        // Its input ends, so it ends its group.
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}
