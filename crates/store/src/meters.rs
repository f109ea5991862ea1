//! What is counted wherever the table is read or written: in the consumer and in the frontend.

service::meters! {
    /// Requests the table refused because it was asked for more than its capacity. The client tries each again a few
    /// times by itself, so these come before any write fails
    counter THROTTLED = "quakewire_store_throttled_requests_total";
}
