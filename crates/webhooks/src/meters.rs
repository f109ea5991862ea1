//! What is counted of webhooks. The names of rules are labels: there are 64 at most.

service::meters! {
    /// Rules of outgoing webhooks; 0 where they are off
    gauge RULES = "quakewire_webhooks_rules";
    /// Rules whose receiver answered that it wants nothing more (410 Gone); they send nothing until the next start
    gauge RULES_GONE = "quakewire_webhooks_rules_gone";
    /// Partitions assigned to this process for its webhooks
    gauge PARTITIONS = "quakewire_webhooks_partitions";
    /// Records in the topic that some rule is not done with
    gauge LAG = "quakewire_webhooks_lag_records" { partition: [] };
    /// Records looked at: wanted by a rule, unwanted by all, older than the consumer group itself, or none of ours
    counter RECORDS = "quakewire_webhooks_records_total" { outcome: ["wanted", "unwanted", "history", "unreadable"] };
    /// Messages wanted by a rule, by what became of them: taken by the receiver (`delivered`), refused by it for good
    /// (`refused`), not taken within ten minutes (`gave_up`), not sent because too many waited (`queue_full`), because
    /// the earthquake was too old by then (`too_old`), because the receiver wants nothing more (`gone`), or because
    /// the record came twice (`duplicate`)
    counter MESSAGES = "quakewire_webhooks_messages_total" {
        rule: [],
        outcome: ["delivered", "refused", "gave_up", "queue_full", "too_old", "gone", "duplicate"]
    };
    /// Messages that wait in the queues of the rules
    gauge WAITING = "quakewire_webhooks_waiting_messages";
    /// Tries that failed. `refused` and `private` (the address lies in a private network) are final, the others are
    /// tried again
    counter FAILURES = "quakewire_webhooks_failures_total" {
        reason: ["unreachable", "timeout", "throttled", "server_error", "refused", "private"]
    };
    /// How long a receiver took for a message that it took
    histogram REQUEST = "quakewire_webhooks_request_seconds";
    /// From the producer's receipt until the receiver had it
    histogram RECEIVED_TO_DELIVERED = "quakewire_webhooks_received_to_delivered_seconds";
    /// Commits that failed; the records come again, and what was sent may be sent again under the same id
    counter COMMIT_FAILURES = "quakewire_webhooks_commit_failures_total";
    /// Troubles Kafka's client told of
    counter KAFKA_ERRORS = "quakewire_webhooks_kafka_errors_total";
}
