//! The page of an event: what it says of three revisions, and that nothing the feed sends can break out of it.

use jiff::SignedDuration;
use quake::RecordPosition;
use quake::record::Source;

use super::*;

/// 2026-11-20T10:10:00Z
const NOW: i64 = 1_795_169_400_000;

fn report(id: &str, updated: &str, properties: &str) -> Quake {
    let feature = format!(
        r#"{{"id":"{id}","properties":{{"lastupdate":"2026-11-20T{updated}Z","source_id":"1779128","source_catalog":"EMSC-RTS","evtype":"ke",{properties}}}}}"#
    );
    quake::emsc::parse_feature(&feature).unwrap()
}

fn revision(quake: Quake, late_ms: i64, source: Source) -> StoredRevision {
    let received = quake.updated + SignedDuration::from_millis(late_ms);
    let position = RecordPosition { time_ms: received.as_millisecond() + 7, partition: 0, offset: 1 };
    let stored = received + SignedDuration::from_millis(40);
    StoredRevision { quake, position, received, source: Some(source), trace: None, stored }
}

/// First heard of four minutes after it; then larger, deeper, elsewhere and later; then asked for, and unchanged.
fn revisions() -> Vec<StoredRevision> {
    let first = r#""time":"2026-11-20T09:59:00Z","lat":38.0,"lon":142.0,"depth":10,"mag":5.1,"magtype":"mb","auth":"EMSC","flynn_region":"NEAR EAST COAST OF HONSHU, JAPAN""#;
    let second = r#""time":"2026-11-20T09:59:02.5Z","lat":38.1,"lon":142.1,"depth":34,"mag":5.4,"magtype":"mw","auth":"JMA","flynn_region":"OFF EAST COAST OF HONSHU, JAPAN""#;
    vec![
        revision(report("a", "10:03:12", first), 850, Source::Websocket),
        revision(report("a", "10:05:00", second), -300, Source::Websocket),
        revision(report("a", "10:06:00", second), 180_000, Source::Fdsn),
    ]
}

fn page(revisions: Vec<StoredRevision>, language: &str) -> EventPage {
    let latest = revisions.last().unwrap().quake.clone();
    let near = report("near", "10:00:00", r#""time":"2026-11-20T08:00:00Z","lat":38.2,"lon":142.1,"mag":3.3"#);
    let far = report("far", "10:00:00", r#""time":"2026-11-20T08:00:00Z","lat":41.0,"lon":142.1,"mag":6.3"#);
    let quakes = [&near, &latest, &far].map(|quake| Bulletin::new(quake, 1));
    EventPage {
        surroundings: Some(Surroundings::of(&latest, quakes.iter(), 30)),
        latest,
        history: History::Known(revisions),
        site: Some("https://quakes.example".to_owned()),
        now: NOW,
        reader: Reader::of(language, "", ""),
    }
}

fn html(page: &EventPage) -> String {
    event(page, &Assets::unhashed())
}

/// Without the marks that the renderer leaves between texts.
fn text(page: &EventPage) -> String {
    html(page).replace("<!>", "")
}

#[test]
fn the_page_says_what_each_revision_changed() {
    let html = text(&page(revisions(), ""));
    for part in [
        "<title>M 5.4 \u{2013} Off East Coast of Honshu, Japan \u{b7} Quakewire</title>",
        "5.4 mw (moment magnitude)",
        "38.1\u{b0} N, 142.1\u{b0} E",
        "M 5.1 mb \u{b7} 10 km",
        "5.1 mb \u{2192} 5.4 mw",
        "10 km \u{2192} 34 km",
        "Near East Coast of Honshu, Japan \u{2192} Off East Coast of Honshu, Japan",
        "EMSC \u{2192} JMA",
        "moved 14 km NE",
        "2.5 s later",
        "Nothing of what is shown here changed.",
        "3 revisions",
    ] {
        assert!(html.contains(part), "{part} is missing");
    }
    let newest = html.find("Revision 3").unwrap();
    assert!(newest < html.find("Revision 2").unwrap(), "the newest comes first");
}

#[test]
fn the_page_says_how_long_each_step_took_and_hides_no_skew() {
    let html = text(&page(revisions(), ""));
    for part in ["4 min 12 s", "850 ms", "7 ms", "33 ms", "\u{2212}300 ms", "two clocks disagree"] {
        assert!(html.contains(part), "{part} is missing");
    }
    assert_eq!(html.matches("recovered from a gap</span>").count(), 1);
    let alone = text(&page(revisions()[..1].to_vec(), ""));
    assert!(!alone.contains("two clocks disagree") && !alone.contains("recovered"));
}

#[test]
fn what_happened_nearby_is_told_and_what_happened_far_away_is_only_drawn() {
    let html = text(&page(revisions(), ""));
    assert!(html.contains("Other events within 100 km in the last 30 days: 1. Largest magnitude: 3.3."));
    assert!(html.contains("/event/near") && html.contains("11 km away") && !html.contains("/event/far"));
    assert!(text(&page(revisions(), "units=mi")).contains("7 mi away"));
    let map = &html[html.find("class=\"region\"").unwrap()..html.find("class=\"earth\"").unwrap()];
    assert_eq!(map.matches("<circle class=\"du\"").count(), 2);
    let mut blast = page(revisions(), "");
    blast.latest.event_type = quake::EventType::new("qb");
    assert!(html_of_map(&blast).contains("<path class=\"here d0\""), "what is no earthquake has another shape");
}

#[test]
fn while_nobody_knows_what_happened_nearby_nothing_is_said_of_it() {
    let html = text(&EventPage { surroundings: None, ..page(revisions(), "") });
    assert!(!html.contains("within 100 km") && !html.contains("id=\"nearby\""));
}

fn html_of_map(page: &EventPage) -> String {
    region::map(page, &Bulletin::new(&page.latest, 1))
}

#[test]
fn a_table_that_is_away_is_said_to_be_away() {
    let away = EventPage { history: History::Away, ..page(revisions(), "") };
    assert!(html(&away).contains("does not answer at the moment"));
}

#[test]
fn links_lead_to_the_event_elsewhere_unless_it_was_made_up() {
    let real = html(&page(revisions(), ""));
    assert!(real.contains("https://www.emsc-csem.org/Earthquake_information/earthquake.php?id=1779128"));
    assert!(real.contains("starttime=2026-11-20T09:58:02&amp;endtime=2026-11-20T10:00:02"));
    assert_eq!(real.matches("href=\"https://").count(), real.matches("rel=\"noopener noreferrer external\"").count());
    let mut simulated = page(revisions(), "");
    simulated.latest.catalog = quake::SIMULATED_CATALOG.to_owned();
    let simulated = html(&simulated);
    assert!(simulated.contains("Simulated feed.") && !simulated.contains("href=\"https://"));
}

#[test]
fn chat_windows_find_an_absolute_picture_if_anybody_knows_where_we_are() {
    let known = html(&page(revisions(), ""));
    assert!(known.contains(r#"property="og:image" content="https://quakes.example/event/a/preview.png""#));
    assert!(known.contains(r#"name="twitter:card" content="summary_large_image""#));
    let unknown = html(&EventPage { site: None, ..page(revisions(), "") });
    assert!(unknown.contains("og:title") && !unknown.contains("og:image"));
}

#[test]
fn nothing_in_the_page_needs_more_than_the_strictest_policy() {
    let html = html(&page(revisions(), ""));
    for forbidden in ["<script", "<style", " style=", " onclick", " onload", "javascript:"] {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
}

#[test]
fn text_from_the_feed_cannot_break_out() {
    let evil = r#""time":"2026-11-20T09:59:00Z","lat":1,"lon":2,"auth":"</p><img src=x>","flynn_region":"\"><script>alert(1)</script>""#;
    let mut quake = report("a", "10:03:12", evil);
    quake.source_id = "1&x=\"><img>".to_owned();
    quake.catalog = "EMSC<img>".to_owned();
    let html = html(&page(vec![revision(quake, 1, Source::Websocket)], ""));
    assert!(!html.contains("<script") && !html.contains("<img src=x") && !html.contains("<img>"));
}

#[test]
fn apologies_say_what_is_wrong_and_lead_back_to_the_map() {
    for reason in [Apology::Malformed, Apology::Unknown, Apology::Away, Apology::Starting] {
        let html = apology(reason, &Reader::of("", "", ""), &Assets::unhashed());
        assert!(html.contains("href=\"/\"") && !html.contains("event."), "{reason:?}: {html}");
    }
}

#[test]
fn the_page_stays_small() {
    let html = html(&page(revisions(), ""));
    let mut packed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 5, ..Default::default() };
    brotli::BrotliCompress(&mut html.as_bytes(), &mut packed, &params).unwrap();
    assert!(packed.len() <= 25_000, "{} bytes of {} after packing", packed.len(), html.len());
}

#[test]
fn an_event_without_magnitude_depth_or_place_name_still_has_a_page() {
    let bare = report("a", "10:03:12", r#""time":"2026-11-20T09:59:00Z","lat":-90,"lon":180"#);
    let html = text(&page(vec![revision(bare, 1, Source::Websocket)], ""));
    assert!(html.contains("not determined yet") && html.contains("depth unknown") && html.contains("Unnamed region"));
    assert!(!html.contains("NaN") && !html.contains("\"inf"), "{html}");
}
