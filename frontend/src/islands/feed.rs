//! The way of a change from the stream into the list and onto the map.

use std::time::Duration;

use leptos::prelude::*;
use quake::Bulletin;
use serde::Deserialize;

use super::roll::{Change, Roll};
use super::seam::{self, Map};
use super::status::Status;
use super::stream::{Signal, Subscription};
use crate::{clock, words};

/// Before another stream is opened in place of one that closed for good.
const RETRY: Duration = Duration::from_secs(5);
/// What is worth interrupting a screen reader for, how soon after its origin, and how often at most.
const WORTH_SAYING: f64 = 4.5;
const NEWS_FOR_MS: i64 = 60 * 60 * 1000;
const SAY_EVERY_MS: i64 = 20_000;

/// The window as `/api/events` gives it.
#[derive(Deserialize)]
struct Window {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    properties: Bulletin,
}

/// What a change passes through.
#[derive(Clone)]
pub(crate) struct Feed {
    map: Map,
    cursor: StoredValue<String>,
    window_url: StoredValue<String>,
    subscription: StoredValue<Option<Subscription>, LocalStorage>,
    said: StoredValue<i64>,
    roll: WriteSignal<Roll>,
    total: WriteSignal<usize>,
    status: WriteSignal<Status>,
    saying: WriteSignal<String>,
}

impl Feed {
    pub(crate) fn new(
        cursor: String,
        window_url: String,
        roll: WriteSignal<Roll>,
        total: WriteSignal<usize>,
        status: WriteSignal<Status>,
        saying: WriteSignal<String>,
    ) -> Self {
        status.set(Status::Connecting);
        Self {
            map: Map::new(),
            cursor: StoredValue::new(cursor),
            window_url: StoredValue::new(window_url),
            subscription: StoredValue::new_local(None),
            said: StoredValue::new(0),
            roll,
            total,
            status,
            saying,
        }
    }

    /// Opens the stream where it was left.
    pub(crate) fn follow(&self) {
        let url = self.cursor.with_value(|cursor| format!("/events?after={cursor}"));
        let feed = self.clone();
        // The old subscription, if any, ends here.
        self.subscription.set_value(Subscription::open(&url, move |signal| feed.hear(signal)));
    }

    fn hear(&self, signal: Signal) {
        match signal {
            Signal::Open => self.alive(),
            Signal::Change { json, cursor } => {
                self.alive();
                self.cursor.set_value(cursor);
                // A change that does not parse is from a newer server: the next page load will understand it.
                if let Ok(bulletin) = serde_json::from_str(&json) {
                    self.take(bulletin);
                    self.map.upsert(json);
                }
            }
            Signal::Reset => self.reread(),
            Signal::Broken => self.status.set(Status::Reconnecting),
            Signal::Closed => {
                self.status.set(Status::Reconnecting);
                let feed = self.clone();
                set_timeout(move || feed.follow(), RETRY);
            }
        }
    }

    /// Reads the whole window again. The stream stays open meanwhile: merging makes the overlap harmless.
    fn reread(&self) {
        let feed = self.clone();
        leptos::task::spawn_local(async move {
            let Some(text) = seam::fetch(&feed.window_url.get_value()).await else { return };
            let Ok(window) = serde_json::from_str::<Window>(&text) else { return };
            let mut entered = 0;
            feed.roll.update(|roll| {
                let changes = window.features.into_iter().map(|feature| roll.merge(feature.properties));
                entered = changes.filter(|change| *change == Change::Entered).count();
            });
            feed.total.update(|total| *total += entered);
            feed.map.load(text);
        });
    }

    fn take(&self, bulletin: Bulletin) {
        let news = self.sentence(&bulletin);
        let mut change = Change::Nothing;
        self.roll.update(|roll| change = roll.merge(bulletin));
        if change == Change::Entered {
            self.total.update(|total| *total += 1);
            if let Some(news) = news {
                self.said.set_value(js_sys::Date::now() as i64);
                self.saying.set(news);
            }
        }
    }

    /// What to say of an earthquake that is strong, just happened, and comes long enough after the last thing said.
    fn sentence(&self, bulletin: &Bulletin) -> Option<String> {
        let now = js_sys::Date::now() as i64;
        let worth = bulletin.mag.is_some_and(|magnitude| magnitude >= WORTH_SAYING);
        let news = now - bulletin.time < NEWS_FOR_MS && now - self.said.get_value() > SAY_EVERY_MS;
        (worth && news).then(|| {
            let magnitude = words::magnitude(bulletin.mag);
            format!("Magnitude {magnitude}, {}, {}", bulletin.region, clock::ago(now, bulletin.time))
        })
    }

    fn alive(&self) {
        self.status.set(Status::Live { heard: js_sys::Date::now() as i64 });
    }
}
