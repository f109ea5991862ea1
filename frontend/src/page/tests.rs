//! The rendered page: whole, honest, within its budget and its security policy.

use super::*;
use crate::islands::Entry;
use crate::messages::Messages;

const NOW: i64 = 1_763_660_000_000;

fn quakes(count: usize) -> Vec<Bulletin> {
    let places = ["Fiji Region", "Off East Coast of Honshu, Japan", "Central Mid-Atlantic Ridge", "Coquimbo, Chile"];
    let quake = |i: usize| Bulletin {
        id: format!("20251120_{i:07}"),
        updated: NOW - i as i64 * 700_001 + 60_000,
        time: NOW - i as i64 * 700_001,
        lon: (i as f64 * 77.31) % 360.0 - 180.0,
        lat: (i as f64 * 31.73) % 140.0 - 70.0,
        depth: (!i.is_multiple_of(17)).then_some((i as f64 * 13.7) % 600.0),
        mag: (!i.is_multiple_of(23)).then_some(2.0 + (i as f64 * 0.37) % 4.0),
        magtype: Some("ml".to_owned()),
        kind: "earthquake".to_owned(),
        region: places[i % places.len()].to_owned(),
        agency: "EMSC".to_owned(),
        revision: 1,
        simulated: false,
        received: None,
        recovered: false,
    };
    (0..count).map(quake).collect()
}

fn page(count: usize) -> PageData {
    with(quakes(count), "minmagnitude=")
}

fn with(quakes: Vec<Bulletin>, search: &str) -> PageData {
    let view = View::of(search);
    let admitted: Vec<_> = quakes.into_iter().filter(|quake| view.admits(quake, NOW)).collect();
    let entries: Vec<Entry> = admitted.iter().cloned().map(Entry::from).collect();
    PageData {
        site: None,
        reader: Reader::of("", "", ""),
        search: search.to_owned(),
        marks: admitted.iter().take(PageData::MARKS).cloned().collect(),
        listing: Listing::of(entries.iter(), &view, NOW, None),
        view,
        now_ms: NOW,
        cursor: "1763660000000-41._.7".to_owned(),
        simulated: false,
        setting: Setting::Page,
        measured: false,
    }
}

#[test]
fn the_page_shows_the_earthquakes_without_any_script() {
    let html = render(&page(400), &Assets::unhashed());
    assert!(html.starts_with("<!DOCTYPE html><html lang=\"en\" "), "{}", &html[..60]);
    assert_eq!(html.matches("<li id=").count(), 60);
    assert_eq!(html.matches("data-id=").count(), PageData::MARKS);
    assert!(html.contains("Off East Coast of Honshu, Japan"));
    assert!(html.contains("datetime=\"2025-11-20T"));
}

#[test]
fn nothing_in_the_page_needs_more_than_the_strictest_policy() {
    let html = render(&page(50), &Assets::unhashed());
    assert!(!html.contains("style=\""), "inline styles are forbidden");
    assert!(!html.contains("<style"), "inline style sheets are forbidden");
    assert!(!html.contains("onclick"), "inline handlers are forbidden");
    let inline = html.match_indices("<script").filter(|(at, _)| {
        let tag = &html[*at..*at + html[*at..].find('>').unwrap()];
        // A block of data is none: browsers do not run it.
        !tag.contains("src=") && !tag.contains("application/json")
    });
    assert_eq!(inline.count(), 0, "inline scripts are forbidden");
    let own = ["http://www.w3.org/2000/svg"];
    assert!(html.matches("://").count() <= html.matches(own[0]).count(), "the page names no other host");
}

#[test]
fn simulated_earthquakes_are_said_to_be_simulated() {
    let notice = "Simulated feed.";
    assert!(!render(&page(3), &Assets::unhashed()).contains(notice));
    assert!(render(&PageData { simulated: true, ..page(3) }, &Assets::unhashed()).contains(notice));
}

#[test]
fn the_address_decides_what_is_listed_without_any_script() {
    let largest = render(&with(quakes(400), "tab=largest&minmagnitude=5.5&mindepth=300"), &Assets::unhashed());
    let magnitudes: Vec<f64> = largest
        .split("<li id=")
        .skip(1)
        .filter_map(|row| row.split("</span>").nth(1)?.split('<').next()?.trim().parse().ok())
        .collect();
    assert!(magnitudes.len() > 3 && magnitudes.is_sorted_by(|a, b| a >= b), "{magnitudes:?}");
    assert!(magnitudes.iter().all(|magnitude| *magnitude >= 5.5), "{magnitudes:?}");
    assert!(
        largest.contains("name=\"mindepth\" min=\"-10\" max=\"1000\" step=\"1\" inputmode=\"decimal\" value=\"300\"")
    );
    assert!(render(&with(quakes(9), "minmagnitude=9"), &Assets::unhashed()).contains("No earthquake matches"));
}

#[test]
fn the_reader_s_likings_are_in_the_page_from_the_start() {
    let reader = Reader::of("", "quakewire=light.mi.local.de", "");
    let html = render(&PageData { reader, ..page(3) }, &Assets::unhashed());
    assert!(html.contains("<html lang=\"de\" data-theme=\"light\" data-units=\"mi\" data-clock=\"local\">"));
    assert!(html.contains(" mi deep") || html.contains(" mi tief"));
}

#[test]
fn a_wall_and_a_frame_have_no_panels_and_a_way_to_the_whole_page() {
    let html = |setting| render(&PageData { setting, ..page(3) }, &Assets::unhashed());
    for (setting, way) in [(Setting::Kiosk, "data-leave"), (Setting::Embedded, "target=\"_top\" rel=\"noopener\"")] {
        let html = html(setting);
        assert!(!html.contains("<form") && html.contains(way), "{setting:?}");
        assert!(html.contains("Not an early-warning system") && html.contains("EMSC"), "{setting:?}");
    }
    assert!(html(Setting::Page).contains("data-filter"));
}

#[test]
fn an_empty_window_still_makes_a_page() {
    assert!(render(&page(0), &Assets::unhashed()).contains("Quakewire"));
}

#[test]
fn text_from_the_feed_cannot_break_out() {
    let mut evil = quakes(1);
    evil[0].region = "\"><script>alert(1)</script>".to_owned();
    evil[0].agency = "</leptos-island><img>".to_owned();
    let html = render(&with(evil, "at=\"><script>alert(2)</script>&minmagnitude="), &Assets::unhashed());
    assert!(!html.contains("<script>alert") && !html.contains("<img>"));
}

#[test]
fn a_full_page_stays_within_its_budget() {
    for messages in Messages::all() {
        let reader = Reader::of(&format!("lang={}", messages.language), "", "");
        let mut page = with(sequence(), "minmagnitude=");
        assert!(page.listing.pinned.is_some(), "the longest page has a mainshock on top");
        page.reader = reader;
        page.simulated = true;
        let packed = packed(&render(&page, &Assets::unhashed()));
        assert!(packed <= 25_000, "{packed} bytes in {}", messages.language);
    }
}

/// As a server packs pages as it sends them: tower-http's default is Brotli at 4.
fn packed(html: &str) -> usize {
    let mut packed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 4, ..Default::default() };
    brotli::BrotliCompress(&mut html.as_bytes(), &mut packed, &params).unwrap();
    packed.len()
}

/// A page's worth of earthquakes, the strongest of them with aftershocks that run.
fn sequence() -> Vec<Bulletin> {
    let mut quakes = quakes(PageData::MARKS);
    let main = 60;
    quakes[main].mag = Some(7.1);
    let (lon, lat) = (quakes[main].lon, quakes[main].lat);
    for quake in &mut quakes[..20] {
        (quake.lon, quake.lat) = (lon + 0.1, lat);
    }
    quakes
}

#[test]
fn only_a_visit_to_the_page_itself_is_measured_and_only_where_the_operator_asks() {
    let html = |measured, setting| render(&PageData { setting, measured, ..page(3) }, &Assets::unhashed());
    assert!(html(true, Setting::Page).contains("<body class=\"map-page whole measured\">"));
    assert_eq!(html(true, Setting::Page).replace(" measured\"", "\""), html(false, Setting::Page));
    for setting in [Setting::Embedded, Setting::Kiosk] {
        assert_eq!(html(true, setting), html(false, setting), "{setting:?}");
    }
}
