//! A memory that forgets the oldest.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

/// A map of at most so many entries: the one that came first makes room for a new one.
#[derive(Debug)]
pub(crate) struct Bounded<K, V> {
    entries: HashMap<K, V>,
    order: VecDeque<K>,
    most: usize,
}

impl<K: Clone + Eq + Hash, V> Bounded<K, V> {
    pub(crate) fn new(most: usize) -> Self {
        Self { entries: HashMap::new(), order: VecDeque::new(), most }
    }

    pub(crate) fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        self.entries.get_mut(key)
    }

    pub(crate) fn contains(&self, key: &K) -> bool {
        self.entries.contains_key(key)
    }

    /// What is there already, or `value`.
    pub(crate) fn get_or_put(&mut self, key: &K, value: V) -> &mut V {
        if !self.entries.contains_key(key) {
            if self.order.len() == self.most
                && let Some(oldest) = self.order.pop_front()
            {
                self.entries.remove(&oldest);
            }
            self.order.push_back(key.clone());
        }
        self.entries.entry(key.clone()).or_insert(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_is_forgotten_when_there_is_no_room() {
        let mut memory = Bounded::new(2);
        for (key, value) in [(1, 'a'), (2, 'b'), (1, 'c'), (3, 'd')] {
            memory.get_or_put(&key, value);
        }
        assert!(!memory.contains(&1) && memory.order.len() == 2);
        assert_eq!((memory.get_mut(&2).copied(), memory.get_mut(&3).copied()), (Some('b'), Some('d')));
    }
}
