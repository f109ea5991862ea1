//! The first of many in an order that is not the one they come in.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::Arc;

use quake::{Order, Quake};

use super::{CatalogueError, MOST_BY_MAGNITUDE};

/// Holds the first so many of what it is given.
pub(crate) struct Largest {
    order: Order,
    /// How many are wanted; `None` for all, which must not be too many.
    wanted: Option<usize>,
    /// The last of those that are held is on top.
    held: BinaryHeap<Held>,
}

struct Held {
    order: Order,
    quake: Arc<Quake>,
}

impl Largest {
    /// Who wants more than can be held gets all, if there are not so many.
    pub(crate) fn new(order: Order, wanted: Option<usize>) -> Self {
        let wanted = wanted.filter(|wanted| *wanted <= MOST_BY_MAGNITUDE);
        Self { order, wanted, held: BinaryHeap::new() }
    }

    /// # Errors
    /// When there are too many to hold.
    pub(crate) fn take(&mut self, quake: Arc<Quake>) -> Result<(), CatalogueError> {
        self.held.push(Held { order: self.order, quake });
        match self.wanted {
            Some(wanted) if self.held.len() > wanted => drop(self.held.pop()),
            None if self.held.len() > MOST_BY_MAGNITUDE => return Err(CatalogueError::TooMany),
            _ => {}
        }
        Ok(())
    }

    /// Those that are held, in order.
    pub(crate) fn sorted(self) -> Vec<Arc<Quake>> {
        self.held.into_sorted_vec().into_iter().map(|held| held.quake).collect()
    }
}

impl Ord for Held {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order.compare(&self.quake, &other.quake)
    }
}

impl PartialOrd for Held {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Held {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Held {}

#[cfg(test)]
mod tests {
    use super::*;

    fn quake(magnitude: usize) -> Arc<Quake> {
        Arc::new(
            quake::emsc::parse_feature(&format!(
                r#"{{"id":"{magnitude}","properties":{{"lastupdate":"2026-11-20T10:00:00Z","time":"2026-11-20T09:00:00Z","lat":1,"lon":2,"mag":{}}}}}"#,
                magnitude as f64 / 10.0
            ))
            .unwrap(),
        )
    }

    #[test]
    fn the_first_so_many_are_kept_whatever_comes_when() {
        let mut largest = Largest::new(Order::Largest, Some(3));
        for magnitude in [20, 50, 10, 40, 30] {
            largest.take(quake(magnitude)).unwrap();
        }
        let ids: Vec<_> = largest.sorted().iter().map(|quake| quake.id.to_string()).collect();
        assert_eq!(ids, ["50", "40", "30"]);
    }

    #[test]
    fn more_than_can_be_sorted_is_an_error_that_says_what_to_do() {
        let mut all = Largest::new(Order::Smallest, Some(MOST_BY_MAGNITUDE + 1));
        let (one, mut refused) = (quake(1), None);
        for _ in 0..=MOST_BY_MAGNITUDE {
            refused = all.take(Arc::clone(&one)).err();
        }
        let refused = refused.unwrap().to_string();
        assert!(refused.contains("20000") && refused.contains("limit"), "{refused}");
    }
}
