//! Where the pictures are drawn: one at a time, and each once.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use bytes::Bytes;
use tokio::sync::Semaphore;

use super::shelf::Shelf;
use crate::server::events;

/// How long those who ask wait for those before them; one picture takes some 50 ms.
const QUEUE: Duration = Duration::from_secs(5);

/// The one desk, and the shelf beside it.
pub(super) struct Studio {
    desk: Arc<Semaphore>,
    shelf: Arc<Mutex<Shelf>>,
}

impl Studio {
    pub(super) fn new() -> Self {
        Self { desk: Arc::new(Semaphore::new(1)), shelf: Arc::default() }
    }

    /// The picture under a name, drawn by `draw` if it is not on the shelf; `None` when too many are asked for.
    pub(super) async fn picture(&self, name: String, draw: impl FnOnce() -> Vec<u8> + Send + 'static) -> Option<Bytes> {
        if let Some(picture) = shelf(&self.shelf).take(&name) {
            return Some(picture);
        }
        let Ok(Ok(turn)) = tokio::time::timeout(QUEUE, Arc::clone(&self.desk).acquire_owned()).await else {
            events::preview_refused();
            return None;
        };
        // Whoever was before us may have wanted the same.
        if let Some(picture) = shelf(&self.shelf).take(&name) {
            return Some(picture);
        }
        // Who asked may leave; the drawing goes on, keeps its turn until it is done, and is kept for the next.
        let kept = Arc::clone(&self.shelf);
        let drawing = tokio::task::spawn_blocking(move || {
            let began = Instant::now();
            let picture = Bytes::from(draw());
            events::preview_drawn(began.elapsed());
            shelf(&kept).put(name, picture.clone());
            drop(turn);
            picture
        });
        drawing.await.ok()
    }
}

fn shelf(shelf: &Mutex<Shelf>) -> MutexGuard<'_, Shelf> {
    shelf.lock().expect("nobody panics while holding the shelf")
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[tokio::test]
    async fn a_drawing_whose_reader_left_keeps_the_desk_and_goes_onto_the_shelf() {
        let studio = Arc::new(Studio::new());
        let (started, begins) = tokio::sync::oneshot::channel();
        let (finish, finished) = mpsc::channel::<()>();
        let asking = Arc::clone(&studio);
        let asked = tokio::spawn(async move {
            let draw = move || {
                started.send(()).unwrap();
                finished.recv().unwrap();
                b"first".to_vec()
            };
            asking.picture("a".to_owned(), draw).await
        });
        begins.await.unwrap();
        asked.abort();
        assert!(asked.await.unwrap_err().is_cancelled());
        assert_eq!(studio.desk.available_permits(), 0, "nobody else draws meanwhile");

        finish.send(()).unwrap();
        assert_eq!(studio.picture("b".to_owned(), || b"second".to_vec()).await.unwrap(), "second");
        let again = studio.picture("a".to_owned(), || unreachable!("it is on the shelf")).await;
        assert_eq!(again.unwrap(), "first");
    }

    #[tokio::test]
    async fn a_drawing_that_fails_frees_the_desk() {
        let studio = Studio::new();
        assert_eq!(studio.picture("a".to_owned(), || panic!("no ink")).await, None);
        assert_eq!(studio.picture("a".to_owned(), || b"drawn".to_vec()).await.unwrap(), "drawn");
    }
}
