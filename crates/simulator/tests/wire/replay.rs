//! The same again: the frames of two simulators, and the past after a restart.

use std::collections::HashSet;
use std::time::Duration;

use quake::emsc::{features, parse_frame};
use simulator::{Config, Fault, Simulator, Spec};

use crate::client::{ask, noon};

/// Some calls, with time passing in between; all that was sent.
async fn performance(seed: u64) -> Vec<String> {
    let clock = noon();
    let config = Config { seed, clock: clock.clone(), history_days: 1, ..Config::default() };
    let simulator = Simulator::start(config).await.unwrap();
    let minute = || {
        clock.advance(Duration::from_mins(1));
        simulator.publish_due();
    };
    minute();
    simulator.emit(&Spec::default()).unwrap();
    minute();
    simulator.burst(50, 0.2).await.unwrap();
    simulator.fault(&Fault::StaleUpdate).unwrap();
    minute();
    simulator.ledger().iter().map(|entry| entry.raw.to_string()).collect()
}

#[tokio::test]
async fn same_seed_same_start_same_calls_same_frames() {
    let first = performance(7).await;
    assert_eq!(first, performance(7).await);
    assert_ne!(first, performance(8).await);
}

#[tokio::test]
async fn the_replay_keeps_its_pace_and_its_promises() {
    let clock = noon();
    let config = Config { clock: clock.clone(), history_days: 1, ..Config::default() };
    let simulator = Simulator::start(config).await.unwrap();
    for _ in 0..60 {
        clock.advance(Duration::from_mins(1));
        simulator.publish_due();
    }
    let sent = simulator.ledger();
    assert!((600..840).contains(&sent.len()), "about 720 frames an hour: {}", sent.len());
    let mut known = HashSet::new();
    for entry in &sent {
        let (action, quake) = parse_frame(entry.raw.as_bytes()).unwrap();
        assert!(entry.well_formed && !entry.duplicate && !entry.stale);
        assert_eq!((&quake.id, quake.updated), (&entry.id, entry.at));
        assert!(quake.updated > quake.time);
        assert_eq!(known.insert(entry.id.clone()), action.as_str() == "create");
        let number: u32 = entry.id.as_str()[9..].parse().unwrap();
        assert_eq!(number % 2, 1, "live numbers are odd");
    }
    let late = sent.iter().filter(|entry| {
        let quake = parse_frame(entry.raw.as_bytes()).unwrap().1;
        quake.updated > quake.time + Duration::from_mins(10)
    });
    assert!(late.count() > 0, "some creates come late");
}

#[tokio::test]
async fn two_starts_at_one_moment_know_the_same_past() {
    let start = || Simulator::start(Config { clock: noon(), fdsn_cap: 10_000, ..Config::default() });
    let (one, two) = (start().await.unwrap(), start().await.unwrap());
    let answer = ask(&one, "").await;
    assert_eq!(answer.body, ask(&two, "").await.body);
    assert!(features(&answer.body).unwrap().len() > 1707 * 4);
}

#[tokio::test]
async fn a_computer_that_slept_does_not_catch_up() {
    let clock = noon();
    let config = Config { clock: clock.clone(), history_days: 0, ..Config::default() };
    let simulator = Simulator::start(config).await.unwrap();
    clock.advance(Duration::from_hours(8));
    simulator.publish_due();
    assert!(simulator.ledger().len() < 10);
}

#[tokio::test]
async fn the_ledger_forgets_the_oldest_and_says_so() {
    let config = Config { interval: None, history_days: 0, ledger_capacity: 10, ..Config::default() };
    let simulator = Simulator::start(config).await.unwrap();
    for _ in 0..12 {
        simulator.emit(&Spec::default()).unwrap();
    }
    let sequences: Vec<u64> = simulator.ledger().iter().map(|entry| entry.sequence).collect();
    assert_eq!(sequences, (3..=12).collect::<Vec<_>>());
    assert_eq!((simulator.status().frames, simulator.status().forgotten), (12, 2));
    assert_eq!(simulator.ledger_after(11).len(), 1);
}

#[tokio::test]
async fn settings_out_of_range_and_taken_ports_are_refused() {
    let simulator = Simulator::start(Config { interval: None, ..Config::default() }).await.unwrap();
    let taken = Config { listen: simulator.address(), ..Config::default() };
    assert!(Simulator::start(taken).await.unwrap_err().to_string().contains("cannot listen on 127.0.0.1"));
    for bad in [
        Config { history_days: 400, ..Config::default() },
        Config { interval: Some(Duration::ZERO), ..Config::default() },
        Config { fdsn_cap: 0, ..Config::default() },
    ] {
        assert!(Simulator::start(bad).await.is_err());
    }
}
