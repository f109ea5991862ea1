//! What a reader asks for, whatever the interface: which earthquakes, in which order, and which part of the answer.

use std::cmp::Ordering;

use crate::{Filter, Quake, QuakeId};

/// A question to the catalogue. Each interface reads its own parameters into one of these, and none has more to say.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Query {
    /// Which earthquakes.
    pub filter: Filter,
    /// Only these, if they meet the filter too.
    pub ids: Option<Vec<QuakeId>>,
    /// In which order.
    pub order: Order,
    /// How many of the answer to leave out, from its beginning.
    pub skip: usize,
    /// How many to give at most.
    pub limit: Option<usize>,
}

/// An order that leaves nothing open: where two are equal, the id decides, so that pages of one answer fit together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// By origin time, the latest first.
    #[default]
    Newest,
    /// By origin time, the earliest first.
    Oldest,
    /// By magnitude, the largest first; those without a magnitude come last.
    Largest,
    /// By magnitude, the smallest first; those without a magnitude come first.
    Smallest,
}

impl Order {
    /// Whether it is by origin time: such an answer can be given while it is read.
    pub fn is_by_time(self) -> bool {
        matches!(self, Self::Newest | Self::Oldest)
    }

    /// Which of two comes first.
    pub fn compare(self, one: &Quake, other: &Quake) -> Ordering {
        let by_time = || (one.time, &one.id).cmp(&(other.time, &other.id));
        // Equally large ones come in the order of time, the latest first.
        let by_magnitude = || match (one.magnitude_value(), other.magnitude_value()) {
            (Some(one), Some(other)) => one.total_cmp(&other),
            (one, other) => one.is_some().cmp(&other.is_some()),
        };
        match self {
            Self::Newest => by_time().reverse(),
            Self::Oldest => by_time(),
            Self::Largest => by_magnitude().reverse().then_with(|| by_time().reverse()),
            Self::Smallest => by_magnitude().then_with(|| by_time().reverse()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quake(id: &str, second: u32, magnitude: Option<f64>) -> Quake {
        let magnitude = magnitude.map_or("null".to_owned(), |value| value.to_string());
        crate::emsc::parse_feature(&format!(
            r#"{{"id":"{id}","properties":{{"lastupdate":"2026-11-20T10:00:00Z","time":"2026-11-20T09:00:{second:02}Z","lat":1,"lon":2,"mag":{magnitude}}}}}"#
        ))
        .unwrap()
    }

    fn sorted(order: Order) -> String {
        let mut quakes = [
            quake("a", 1, Some(5.0)),
            quake("b", 2, Some(4.0)),
            quake("c", 2, Some(5.0)),
            quake("d", 3, None),
            quake("e", 0, Some(-1.0)),
        ];
        quakes.sort_by(|one, other| order.compare(one, other));
        quakes.iter().map(|quake| quake.id.as_str()).collect()
    }

    #[test]
    fn every_order_is_total_and_knows_what_to_do_without_a_magnitude() {
        assert_eq!(sorted(Order::Newest), "dcbae");
        assert_eq!(sorted(Order::Oldest), "eabcd");
        assert_eq!(sorted(Order::Largest), "cabed");
        assert_eq!(sorted(Order::Smallest), "debca");
    }
}
