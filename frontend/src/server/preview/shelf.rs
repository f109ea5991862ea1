//! Pictures that were asked for lately.

use bytes::Bytes;

/// Pictures kept: some 60 KB each, so 4 MB together; a link is opened by many within minutes of being posted.
const ROOM: usize = 64;

/// The pictures by name, those asked for last at the end.
#[derive(Debug, Default)]
pub(super) struct Shelf(Vec<(String, Bytes)>);

impl Shelf {
    /// The picture under a name, if it is here.
    pub(super) fn take(&mut self, name: &str) -> Option<Bytes> {
        let at = self.0.iter().position(|(kept, _)| kept == name)?;
        let picture = self.0.remove(at);
        self.0.push(picture.clone());
        Some(picture.1)
    }

    /// Keeps a picture; where there is no room, the one nobody has asked for the longest goes.
    pub(super) fn put(&mut self, name: String, picture: Bytes) {
        if self.0.len() == ROOM {
            self.0.remove(0);
        }
        self.0.push((name, picture));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_asks_for_makes_room() {
        let mut shelf = Shelf::default();
        for n in 0..ROOM {
            shelf.put(n.to_string(), Bytes::new());
        }
        assert!(shelf.take("0").is_some());
        shelf.put("new".to_owned(), Bytes::new());
        assert!(shelf.take("1").is_none() && shelf.take("0").is_some() && shelf.take("new").is_some());
    }
}
