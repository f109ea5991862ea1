//! The stream of changes: `EventSource` held by a value whose end closes it.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Event, EventSource, MessageEvent};

/// What the stream tells.
pub(crate) enum Signal {
    /// The connection stands.
    Open,
    /// A change, as JSON, and where the stream goes on after it.
    Change { json: String, cursor: String },
    /// The server cannot resume where we left: read the window again.
    Reset,
    /// The connection broke; the browser tries again by itself.
    Broken,
    /// The connection broke for good: somebody has to open another.
    Closed,
}

/// An open stream. Dropping it closes the connection.
pub(crate) struct Subscription {
    source: EventSource,
    _listeners: [Closure<dyn Fn(Event)>; 4],
}

impl Subscription {
    /// Opens the stream; `None` where the browser refuses the address.
    pub(crate) fn open(url: &str, tell: impl Fn(Signal) + Clone + 'static) -> Option<Self> {
        let source = EventSource::new(url).ok()?;
        let listen = |event: &str, read: fn(&Event) -> Option<Signal>| {
            let tell = tell.clone();
            let listener = Closure::<dyn Fn(Event)>::new(move |event: Event| {
                if let Some(signal) = read(&event) {
                    tell(signal);
                }
            });
            // Adding a listener to a live object cannot fail; were it to, the stream would be silent and the status say so.
            let _ = source.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
            listener
        };
        let listeners = [
            listen("open", |_| Some(Signal::Open)),
            listen("message", change),
            listen("reset", |_| Some(Signal::Reset)),
            listen("error", broken),
        ];
        Some(Self { source, _listeners: listeners })
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.source.close();
    }
}

fn change(event: &Event) -> Option<Signal> {
    let message: &MessageEvent = event.dyn_ref()?;
    Some(Signal::Change { json: message.data().as_string()?, cursor: message.last_event_id() })
}

fn broken(event: &Event) -> Option<Signal> {
    let source: EventSource = event.target()?.dyn_into().ok()?;
    let closed = source.ready_state() == EventSource::CLOSED;
    Some(if closed { Signal::Closed } else { Signal::Broken })
}
