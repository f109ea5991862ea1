//! A real browser: headless Chromium, driven through chromedriver on this machine.

use std::fs::File;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Once;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::site::target;
use crate::{built_site, eventually, not_run};

/// How long a browser may take to start: seconds, on a busy machine with a cold disk tens of them.
const STARTING: Duration = Duration::from_mins(1);
/// How long a page may take to come to the point.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// What chromedriver and whatever it starts run under: a shell that ends the whole group when its input ends, be it
/// because the browser is dropped or because the test process is gone.
const KEEPER: &str = r#""$@" & read -r _; kill -KILL 0"#;

/// For a machine without a display, a graphics card or a sandbox; and nothing that calls home.
const FLAGS: [&str; 15] = [
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
    // Pulses and flights are drawn by the processor here, and it has better things to do.
    "--force-prefers-reduced-motion",
    "--window-size=1440,900",
];

/// What it takes to look at pages here.
#[derive(Debug)]
pub struct Means {
    chromium: PathBuf,
    driver: PathBuf,
    /// The site that was built.
    pub site: PathBuf,
}

/// What the browser can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// All there is.
    Usual,
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

/// The means; where they are missing it is said loudly, and `None`.
///
/// # Errors
/// When they are missing and `CI` or `QUAKEWIRE_TEST_TIERS=both` asks for every test there is.
pub fn means() -> Result<Option<Means>> {
    let found = (|| {
        let chromium = program(&["chromium", "chromium-browser", "google-chrome"])?;
        Ok(Means { chromium, driver: program(&["chromedriver"])?, site: built_site()? })
    })();
    let demanded = std::env::var("CI").is_ok_and(|ci| !ci.is_empty() && ci != "false")
        || std::env::var("QUAKEWIRE_TEST_TIERS").is_ok_and(|tiers| tiers == "both");
    match found {
        Ok(means) => Ok(Some(means)),
        Err(reason) if demanded => Err(reason),
        Err(reason) => {
            static SAID: Once = Once::new();
            SAID.call_once(|| not_run(&format!("in a browser: {reason:#}")));
            Ok(None)
        }
    }
}

fn program(names: &[&str]) -> Result<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let places = std::env::split_paths(&path).flat_map(|folder| names.iter().map(move |name| folder.join(name)));
    places.into_iter().find(|place| place.is_file()).with_context(|| format!("there is no {}", names[0]))
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

    /// Waits for an element whose text satisfies; returns the text.
    ///
    /// # Errors
    /// When there is none in time; says what the text was.
    pub async fn text(&self, css: &str, satisfies: impl Fn(&str) -> bool) -> Result<String> {
        eventually(&format!("`{css}`"), PATIENCE, async || {
            let text = self.page.find(Locator::Css(css)).await?.text().await?;
            ensure!(satisfies(&text), "it is {text:?}");
            Ok(text)
        })
        .await
    }

    /// How many elements there are.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn count(&self, css: &str) -> Result<usize> {
        Ok(self.page.find_all(Locator::Css(css)).await?.len())
    }

    /// What stands in the browser's console since this was last asked: errors, violations of the security policy.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn complaints(&self) -> Result<Vec<String>> {
        let log = self.order("se/log", &json!({ "type": "browser" })).await?;
        let entries = log.as_array().context("the log is a list")?;
        let loud = entries.iter().filter(|entry| entry["level"] == "SEVERE" || entry["level"] == "WARNING");
        let complaints = loud.map(|entry| format!("{}: {}", entry["level"], entry["message"]));
        // Drawing without a graphics card is slow, and a picture of it slower still; the driver says so each time.
        Ok(complaints.filter(|complaint| !complaint.contains("GL Driver Message (OpenGL, Performance")).collect())
    }

    /// Shows the page as a phone would.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn become_phone(&self) -> Result<()> {
        let metrics = json!({ "width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": true });
        let order = json!({ "cmd": "Emulation.setDeviceMetricsOverride", "params": metrics });
        self.order("goog/cdp/execute", &order).await.map(drop)
    }

    /// Keeps a picture in `target/screenshots`, for people to look at.
    ///
    /// # Errors
    /// When the browser does not answer, or the file cannot be written.
    pub async fn screenshot(&self, name: &str) -> Result<()> {
        let folder = target()?.join("screenshots");
        std::fs::create_dir_all(&folder)?;
        Ok(std::fs::write(folder.join(format!("{name}.png")), self.page.screenshot().await?)?)
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
