//! Merging reports: any order and any duplication end in the same state.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use proptest::prelude::*;
use quake::{Event, Merge, Quake, Timestamp, emsc};

/// The `n`th revision of one earthquake; its content follows from `n`.
fn revision(n: u8) -> Quake {
    let feature = format!(
        r#"{{"id":"20261120_0000001","properties":{{"lastupdate":"2026-11-20T10:00:{n:02}Z","time":"2026-11-20T09:58:00Z","lat":1,"lon":2,"mag":{n}e-1}}}}"#
    );
    emsc::parse_feature(&feature).unwrap()
}

fn merged(order: &[u8]) -> Event {
    let mut event = Event::new(revision(order[0]));
    for n in &order[1..] {
        event.merge(revision(*n));
    }
    event
}

#[test]
fn a_later_revision_wins_and_an_earlier_one_is_kept_in_the_timeline() {
    let mut event = Event::new(revision(5));
    assert_eq!(event.merge(revision(7)), Merge::Newest);
    assert_eq!(event.merge(revision(6)), Merge::Older);
    assert_eq!(event.merge(revision(7)), Merge::Duplicate);
    assert_eq!(**event.latest(), revision(7));
    assert_eq!(event.revisions().len(), 3);
}

proptest! {
    #[test]
    fn any_order_and_any_duplication_end_in_the_same_state(
        order in proptest::collection::vec(0..60u8, 1..40),
        again in proptest::collection::vec(any::<prop::sample::Index>(), 0..40),
    ) {
        let expected = merged(&order);
        let mut shuffled = order.clone();
        for index in again {
            let n = order[index.index(order.len())];
            shuffled.insert(index.index(shuffled.len()), n);
        }
        shuffled.reverse();
        let event = merged(&shuffled);
        prop_assert_eq!(&event, &expected);
        let newest: Vec<Timestamp> = event.revisions().iter().rev().take(1).copied().collect();
        prop_assert_eq!(newest, vec![event.latest().updated]);
    }
}
