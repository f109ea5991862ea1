//! What the producer counts.

service::meters! {
    /// Times Kafka did not say where the topic ends, before the start
    counter KAFKA_UNREACHABLE = "quakewire_producer_kafka_unreachable_total";
    /// Connections made to the websocket
    counter CONNECTIONS = "quakewire_producer_feed_connections_total";
    /// Connections to the websocket that could not be made
    counter CONNECTION_FAILURES = "quakewire_producer_feed_connection_failures_total";
    /// Connections to the websocket that were lost
    counter DISCONNECTIONS = "quakewire_producer_feed_disconnections_total";
    /// 1 while the websocket is open
    gauge CONNECTED = "quakewire_producer_feed_connected";
    /// Messages heard on the websocket
    counter FRAMES = "quakewire_producer_frames_total";
    /// When the last message was heard on the websocket; before the first, when the producer started
    gauge LAST_FRAME = "quakewire_producer_last_frame_timestamp_seconds";
    /// Origin time of the latest earthquake published
    gauge LAST_ORIGIN = "quakewire_producer_last_origin_timestamp_seconds";
    /// What came and could not be read
    counter DEAD_LETTERS = "quakewire_producer_dead_letters_total" { source: ["websocket", "fdsn"] };
    /// Reports handed to Kafka
    counter PUBLISHED = "quakewire_producer_published_total" { source: ["websocket", "fdsn"] };
    /// Reports this process had published already
    counter DUPLICATES = "quakewire_producer_duplicates_total" { source: ["websocket", "fdsn"] };
    /// From the revision's moment (EMSC's lastupdate) until it was heard on the websocket
    histogram FEED_LAG = "quakewire_producer_feed_lag_seconds";
    /// Magnitudes of the reports heard on the websocket, each revision by itself
    histogram MAGNITUDE = "quakewire_producer_magnitude";
    /// Records that Kafka has confirmed, dead letters among them
    counter DELIVERED = "quakewire_producer_delivered_total";
    /// From handing a record to Kafka until it and all before it were confirmed
    histogram DELIVERY = "quakewire_producer_delivery_seconds";
    /// Times the queue to Kafka was full, and reading waited
    counter QUEUE_FULL = "quakewire_producer_queue_full_total";
    /// Times Kafka's client refused a record, which is tried again, or is broken for good, which ends the producer
    counter DELIVERY_FAILURES = "quakewire_producer_delivery_failures_total";
    /// Times all that may have been missing was fetched from the FDSN-event service
    counter GAPS_FILLED = "quakewire_producer_gaps_filled_total";
    /// Reports that only the FDSN-event service brought
    counter RECOVERED = "quakewire_producer_recovered_total";
    /// Times that failed and is tried again
    counter GAP_FAILURES = "quakewire_producer_gap_failures_total";
}
