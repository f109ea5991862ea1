//! What the consumer counts.

service::meters! {
    /// Partitions assigned to this consumer
    gauge PARTITIONS = "quakewire_consumer_partitions";
    /// Records in the topic that this consumer has not committed
    gauge LAG = "quakewire_consumer_lag_records" { partition: [] };
    /// Records stored: newest is a new latest state, older a stale revision that was missing, duplicate changed nothing
    counter RECORDS = "quakewire_consumer_records_total" { outcome: ["newest", "older", "duplicate"] };
    /// How long the table took for a record
    histogram WRITE = "quakewire_consumer_write_seconds";
    /// From the producer's receipt until the table had it
    histogram RECEIVED_TO_STORED = "quakewire_consumer_received_to_stored_seconds";
    /// Records that were none of ours, or that the table will never take
    counter DEAD_LETTERS = "quakewire_consumer_dead_letters_total";
    /// Writes that failed and are tried again, while their lane waits
    counter WRITE_FAILURES = "quakewire_consumer_write_failures_total" { reason: ["throttled", "unavailable"] };
    /// Dead letters that Kafka did not take, and that are tried again
    counter DEAD_LETTER_FAILURES = "quakewire_consumer_dead_letter_failures_total";
    /// Times reading paused because the table was slower than the topic
    counter PAUSES = "quakewire_consumer_pauses_total";
    /// Commits that failed; the records come again and change nothing
    counter COMMIT_FAILURES = "quakewire_consumer_commit_failures_total";
    /// Troubles Kafka's client told of
    counter KAFKA_ERRORS = "quakewire_consumer_kafka_errors_total";
}
