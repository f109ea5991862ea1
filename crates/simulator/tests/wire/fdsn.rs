//! The FDSN-event service, well and unwell.

use std::time::{Duration, Instant};

use quake::emsc::{features, parse_feature};
use quake::{Quake, SIMULATED_CATALOG};
use simulator::{Config, Fault, Simulator, Spec};

use crate::client::{Answer, ask, get, noon, quiet};

/// A simulator with ten days of history at a moment that does not pass.
async fn history() -> Simulator {
    let config = Config { interval: None, history_days: 10, fdsn_cap: 5000, clock: noon(), ..Config::default() };
    Simulator::start(config).await.unwrap()
}

fn quakes(answer: &Answer) -> Vec<Quake> {
    assert_eq!(answer.status, 200, "{answer:?}");
    features(&answer.body).unwrap().iter().map(|feature| parse_feature(feature.get()).unwrap()).collect()
}

#[tokio::test]
async fn the_history_is_listed_newest_first_and_counted() {
    let simulator = history().await;
    let answer = ask(&simulator, "").await;
    assert!(answer.head.contains("content-type: application/json"));
    let all = quakes(&answer);
    assert_eq!(answer.json()["metadata"]["totalCount"], all.len());
    assert!((1707..1707 * 2).contains(&all.len()), "{}", all.len());
    assert!(all.is_sorted_by(|a, b| a.time >= b.time));
    assert!(all.iter().all(|quake| quake.catalog == SIMULATED_CATALOG));
}

#[tokio::test]
async fn filters_are_inclusive_and_agree_with_the_whole() {
    let simulator = history().await;
    let all = quakes(&ask(&simulator, "").await);
    let edge = &all[all.len() / 2];
    for (parameters, admits) in [
        (format!("&start={}", edge.time), Box::new(|q: &Quake| q.time >= edge.time) as Box<dyn Fn(&Quake) -> bool>),
        (format!("&endtime={}", edge.time), Box::new(|q| q.time <= edge.time)),
        ("&minmag=4.5".into(), Box::new(|q| q.magnitude_value() >= Some(4.5))),
        ("&maxmagnitude=1".into(), Box::new(|q| q.magnitude_value() <= Some(1.0))),
        (format!("&mindepth={}", edge.depth.unwrap().km()), Box::new(|q| q.depth >= edge.depth)),
        ("&minlat=30&maxlat=45&minlon=-125&maxlon=-110".into(), {
            Box::new(|q| {
                let place = q.position;
                (30.0..=45.0).contains(&place.latitude()) && (-125.0..=-110.0).contains(&place.longitude())
            })
        }),
        (format!("&updatedafter={}", edge.updated), Box::new(|q| q.updated > edge.updated)),
    ] {
        let expected: Vec<_> = all.iter().filter(|quake| admits(quake)).cloned().collect();
        assert!(!expected.is_empty() && expected.len() < all.len(), "{parameters}");
        assert_eq!(quakes(&ask(&simulator, &parameters).await), expected, "{parameters}");
    }
}

#[tokio::test]
async fn pages_fit_together_in_every_order() {
    let simulator = history().await;
    for order in ["time", "time-asc", "magnitude", "magnitude-asc"] {
        let whole = quakes(&ask(&simulator, &format!("&minmag=4&orderby={order}")).await);
        let mut pages = Vec::new();
        loop {
            let page = format!("&minmag=4&orderby={order}&limit=17&offset={}", pages.len() + 1);
            let answer = ask(&simulator, &page).await;
            if answer.status == 204 {
                break;
            }
            assert_eq!(answer.json()["metadata"]["totalCount"], whole.len());
            pages.extend(quakes(&answer));
        }
        assert_eq!(pages, whole, "{order}");
    }
    let strongest = quakes(&ask(&simulator, "&orderby=magnitude&limit=1").await);
    assert_eq!(strongest[0].magnitude_value(), Some(6.4));
}

#[tokio::test]
async fn an_answer_holds_no_more_than_the_cap() {
    let simulator = Simulator::start(Config { interval: None, fdsn_cap: 50, ..Config::default() }).await.unwrap();
    for parameters in ["", "&limit=20000"] {
        assert_eq!(quakes(&ask(&simulator, parameters).await).len(), 50);
    }
}

#[tokio::test]
async fn nothing_found_is_an_empty_204_or_a_404_in_words() {
    let simulator = quiet().await;
    let empty = ask(&simulator, "&minmag=9.9").await;
    assert_eq!((empty.status, empty.body.as_str()), (204, ""));
    let worded = ask(&simulator, "&minmag=9.9&nodata=404").await;
    assert_eq!(worded.status, 404);
    assert!(worded.body.starts_with("Error 404: Not Found\n\n"), "{}", worded.body);
}

#[tokio::test]
async fn a_bad_query_is_a_400_in_fdsn_form() {
    let simulator = quiet().await;
    let answer = get(&simulator, "/fdsnws/event/1/query?limit=5").await;
    assert_eq!(answer.status, 400);
    assert!(answer.head.contains("content-type: text/plain"));
    for part in [
        "Error 400: Bad Request\n\n",
        "format=json",
        "Request:\n/fdsnws/event/1/query?limit=5\n\n",
        "Service version:\n",
    ] {
        assert!(answer.body.contains(part), "{part}: {}", answer.body);
    }
}

#[tokio::test]
async fn one_event_is_a_bare_feature_in_its_latest_revision() {
    let simulator = quiet().await;
    let first = simulator.emit(&Spec::default()).unwrap();
    let second = simulator.emit(&Spec { id: Some(first.id.to_string()), mag: Some(6.6), ..Spec::default() }).unwrap();
    let answer = ask(&simulator, &format!("&eventid={}", first.id)).await;
    assert_eq!(answer.json()["type"], "Feature");
    let quake = parse_feature(&answer.body).unwrap();
    assert_eq!((quake.updated, quake.magnitude_value()), (second.updated, Some(6.6)));
    assert_eq!(ask(&simulator, "&eventid=20010101_0000001").await.status, 204);
}

#[tokio::test]
async fn the_service_may_lag_behind_the_websocket() {
    let (clock, rest_lag) = (noon(), Duration::from_secs(90));
    let config = Config { interval: None, rest_lag, history_days: 1, clock: clock.clone(), ..Config::default() };
    let simulator = Simulator::start(config).await.unwrap();
    let first = simulator.emit(&Spec::default()).unwrap();
    let one = format!("&eventid={}", first.id);
    assert_eq!(ask(&simulator, &one).await.status, 204);
    clock.advance(Duration::from_mins(1));
    let second = simulator.emit(&Spec { id: Some(first.id.to_string()), ..Spec::default() }).unwrap();
    clock.advance(Duration::from_secs(30));
    assert_eq!(parse_feature(&ask(&simulator, &one).await.body).unwrap().updated, first.updated);
    clock.advance(Duration::from_mins(1));
    assert_eq!(parse_feature(&ask(&simulator, &one).await.body).unwrap().updated, second.updated);
}

#[tokio::test]
async fn each_outage_strikes_as_often_as_ordered_and_in_order() {
    let simulator = history().await;
    let whole = ask(&simulator, "&minmag=5").await;
    simulator.fault(&Fault::FdsnStatus { status: 500, times: 2, retry_after: None }).unwrap();
    simulator.fault(&Fault::FdsnStatus { status: 429, times: 1, retry_after: Some(3) }).unwrap();
    simulator.fault(&Fault::FdsnTruncated { times: 1 }).unwrap();
    simulator.fault(&Fault::FdsnBroken { times: 1 }).unwrap();
    simulator.fault(&Fault::FdsnWrongTotal { by: -2, times: 1 }).unwrap();
    simulator.fault(&Fault::FdsnSlow { delay: Duration::from_millis(150), times: 1 }).unwrap();
    assert_eq!(ask(&simulator, "&minmag=5").await.status, 500);
    assert_eq!(ask(&simulator, "&minmag=5").await.status, 500);
    let busy = ask(&simulator, "&minmag=5").await;
    assert!(busy.status == 429 && busy.head.contains("retry-after: 3"), "{busy:?}");
    let truncated = ask(&simulator, "&minmag=5").await;
    assert!(truncated.status == 200 && features(&truncated.body).is_err());
    assert_eq!(truncated.body, whole.body[..whole.body.len() / 2]);
    let broken = ask(&simulator, "&minmag=5").await;
    assert!(broken.head.contains("transfer-encoding: chunked") && !broken.body.ends_with("0\r\n\r\n"), "{broken:?}");
    assert!(broken.body.contains("FeatureCollection"));
    let miscounted = ask(&simulator, "&minmag=5").await.json();
    assert_eq!(miscounted["metadata"]["totalCount"], miscounted["features"].as_array().unwrap().len() - 2);
    let start = Instant::now();
    assert_eq!(ask(&simulator, "&minmag=5").await.body, whole.body);
    assert!(start.elapsed() >= Duration::from_millis(150));
    assert_eq!(ask(&simulator, "&minmag=5").await.body, whole.body);
    assert_eq!(simulator.fdsn_queries().len(), 9);
}

#[tokio::test]
async fn a_hidden_event_is_not_shown_until_all_is_well_again() {
    let simulator = quiet().await;
    let sent = simulator.emit(&Spec::default()).unwrap();
    simulator.fault(&Fault::HideEvent { unid: sent.id.clone() }).unwrap();
    assert_eq!(ask(&simulator, &format!("&eventid={}", sent.id)).await.status, 204);
    assert!(!ask(&simulator, "").await.body.contains(sent.id.as_str()));
    assert!(!simulator.ledger()[0].in_fdsn);
    simulator.fault(&Fault::Clear).unwrap();
    assert!(ask(&simulator, "").await.body.contains(sent.id.as_str()));
}
