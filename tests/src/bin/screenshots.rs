//! `screenshots`: takes the README's pictures of the page, from a whole pipeline with a simulated week of earthquakes.
//! `cargo xtask screenshots` builds what it needs and runs it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Parser;
use e2e::browser::{Browser, Kind, Means, PATIENCE, Scheme};
use e2e::{Page, Picture, eventually, get};
use serde_json::Value;
use simulator::Spec;

/// All pictures together, in bytes: they stay in the repository's history for ever.
const MOST: usize = 2_500_000;
/// Dots a pixel on the phone.
const PHONE: f64 = 1.5;
/// A window that fits into most screens, and one for what is read from top to bottom.
const WINDOW: (u32, u32) = (1280, 800);
const COLUMN: (u32, u32) = (900, 1400);

/// The western Pacific, where most happens, on a globe that fills the window.
const GLOBE: &str = "/?view=14.00,140.00,2.03";
/// Earthquakes that have just happened; most of them are weaker than the page shows.
const FRESH: usize = 30;

/// Takes the README's pictures of the page.
#[derive(Parser)]
struct Arguments {
    /// The folder to write them into.
    #[arg(long)]
    out: PathBuf,
}

/// Where a picture is taken.
#[derive(Clone, Copy)]
enum Device {
    Desktop,
    Column,
    Phone,
}

/// A picture to be taken: its name, where, in which colours, the address, and what is opened on the page.
type Shot<'a> = (&'a str, Device, Scheme, &'a str, Option<&'a str>);

#[tokio::main]
async fn main() -> Result<()> {
    let Arguments { out } = Arguments::parse();
    fs::create_dir_all(&out).with_context(|| format!("cannot write into {}", out.display()))?;
    let means = Means::find()?;
    let page = Page::closed(&means, Kind::Usual).await?;
    let sights = Sights::make(&page).await?;
    let (event, region) = (format!("/event/{}", sights.revised), format!("/?map=flat&event={}", sights.largest));
    let shots: [Shot; 8] = [
        ("globe-dark", Device::Desktop, Scheme::Dark, GLOBE, None),
        ("globe-light", Device::Desktop, Scheme::Light, GLOBE, None),
        ("flat-statistics", Device::Desktop, Scheme::Dark, "/?map=flat", Some("#panel-statistics")),
        ("region", Device::Desktop, Scheme::Light, &region, None),
        ("phone-dark", Device::Phone, Scheme::Dark, "/", None),
        ("phone-light", Device::Phone, Scheme::Light, "/", None),
        ("event", Device::Column, Scheme::Light, &event, None),
        ("no-scripts", Device::Desktop, Scheme::Dark, "/", None),
    ];
    let plain = Browser::start(&means, Kind::WithoutScripts).await?;
    let mut total = 0;
    for shot in shots {
        let (name, device, scheme, address, open) = shot;
        let browser = if name == "no-scripts" { &plain } else { &page.browser };
        match device {
            Device::Desktop => browser.become_desktop(WINDOW.0, WINDOW.1).await?,
            Device::Column => browser.become_desktop(COLUMN.0, COLUMN.1).await?,
            Device::Phone => browser.become_phone(PHONE).await?,
        }
        browser.prefer(scheme).await?;
        browser.page.goto(&page.url(address)).await?;
        let picture = if name == "no-scripts" {
            Picture::read(&browser.page.screenshot().await?)?
        } else {
            look(&page, address, open).await.with_context(|| format!("{name} did not come to rest"))?
        };
        total += keep(&out, name, &picture)?;
    }
    println!("{total} bytes in all");
    ensure!(total <= MOST, "the pictures weigh {total} bytes, more than {MOST}");
    plain.close().await?;
    page.close().await
}

/// Waits until there is everything to see.
async fn look(page: &Page, address: &str, open: Option<&str>) -> Result<Picture> {
    if !address.starts_with("/event") {
        page.live().await?;
        page.map().await?;
    }
    if let Some(panel) = open {
        page.browser.click(&format!("{panel} > summary")).await?;
    }
    page.at_rest().await
}

/// Writes a picture; how many bytes it has.
fn keep(folder: &Path, name: &str, picture: &Picture) -> Result<usize> {
    let bytes = picture.packed()?;
    let path = folder.join(format!("{name}.png"));
    fs::write(&path, &bytes).with_context(|| format!("cannot write {}", path.display()))?;
    println!("{name}.png: {} × {}, {} bytes", picture.width, picture.height, bytes.len());
    Ok(bytes.len())
}

/// What is worth a picture.
struct Sights {
    /// The strongest of the week.
    largest: String,
    /// One whose revisions have something to tell.
    revised: String,
}

impl Sights {
    /// Has a few earthquakes of the week happen just now, and the strongest of them be revised, as the feed does.
    async fn make(page: &Page) -> Result<Self> {
        let feed = &page.rig.feed;
        page.rig.all_stored(PATIENCE * 4).await.context("the past, behind which the present would wait")?;
        let mut fresh = Vec::new();
        for _ in 0..FRESH {
            let sent = feed.emit(&Spec::default())?;
            let report: Value = serde_json::from_str(&sent.raw)?;
            fresh.push((magnitude(&report["data"]["properties"]), sent.id.to_string()));
        }
        let (first, revised) = fresh.into_iter().max_by(|(a, _), (b, _)| a.total_cmp(b)).context("there are some")?;
        let id = Some(revised.clone());
        for change in [0.2, 0.1] {
            feed.emit(&Spec { id: id.clone(), mag: Some(first + change), ..Spec::default() })?;
        }
        let largest = eventually("all of them in the table", PATIENCE, async || {
            let history = get(page.frontend.address, &format!("/event/{revised}")).await?;
            ensure!(history.contains(&format!("{:.1}", first + 0.2)), "the revisions are not there yet");
            let events: Value = serde_json::from_str(&get(page.frontend.address, "/api/events?minmagnitude=6").await?)?;
            let events = events["features"].as_array().context("a list of features")?;
            let strength = |event: &&Value| magnitude(&event["properties"]);
            let largest = events.iter().max_by(|a, b| strength(a).total_cmp(&strength(b))).context("nothing strong")?;
            Ok(largest["id"].as_str().or(largest["properties"]["id"].as_str()).context("an id")?.to_owned())
        })
        .await?;
        Ok(Self { largest, revised })
    }
}

fn magnitude(properties: &Value) -> f64 {
    properties["mag"].as_f64().unwrap_or_default()
}
