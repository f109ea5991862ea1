// What holds reports up: Kafka, the table, and the feed's interruptions.

import type { Row } from "../../dashboard";
import { bars, series } from "../../panels";
import { curve, STEP } from "../../queries";

export const backends: Row = {
  title: "Kafka and the table",
  panels: [
    series({
      title: "Consumer lag by partition",
      description: "Records not stored yet. One partition alone that grows: a record that cannot be written.",
      unit: "short",
      limits: [[100, "red"]],
      queries: [curve("max by (partition) (quakewire_consumer_lag_records)", "partition {{partition}}")],
    }),
    bars({
      title: "Failed writes",
      description: "Writes the table did not take, and why. The partition waits and the write is tried again.",
      unit: "short",
      queries: [
        curve(`sum by (reason) (increase(quakewire_consumer_write_failures_total[${STEP}]))`, "{{reason}}"),
        curve(`sum(increase(quakewire_store_throttled_requests_total[${STEP}]))`, "requests throttled"),
        curve(`sum(increase(quakewire_consumer_dead_letter_failures_total[${STEP}]))`, "dead letters"),
        curve(`sum(increase(quakewire_consumer_commit_failures_total[${STEP}]))`, "commits"),
      ],
    }),
    bars({
      title: "Kafka's troubles",
      description: "Errors of Kafka's clients. A few while a broker restarts are ordinary.",
      unit: "short",
      queries: [
        curve(`sum(increase(quakewire_producer_kafka_unreachable_total[${STEP}]))`, "producer cannot read the topic"),
        curve(`sum(increase(quakewire_producer_delivery_failures_total[${STEP}]))`, "producer, not taken"),
        curve(`sum(increase(quakewire_producer_queue_full_total[${STEP}]))`, "producer, queue full"),
        curve(`sum(increase(quakewire_consumer_kafka_errors_total[${STEP}]))`, "consumer"),
        curve(
          `sum by (source) (increase(quakewire_frontend_interruptions_total[${STEP}]))`,
          "frontends, from the {{source}}",
        ),
      ],
    }),
    series({
      title: "Partitions",
      description: "How many partitions each consumer reads. The sum should stay what the topic has.",
      unit: "short",
      queries: [curve("sum by (instance) (quakewire_consumer_partitions)", "{{instance}}")],
    }),
    bars({
      title: "Consumer pauses",
      description: "How often all lanes were full and reading paused: records come faster than the table takes them.",
      unit: "short",
      queries: [curve(`sum(increase(quakewire_consumer_pauses_total[${STEP}]))`, "pauses")],
    }),
    series({
      title: "Frontends that follow Kafka",
      description:
        "1: changes come from Kafka. 0: from the table, a second later; so by choice where there is no Kafka.",
      unit: "short",
      queries: [curve("max by (instance) (quakewire_frontend_following_kafka)", "{{instance}}")],
    }),
  ],
};

export const interruptions: Row = {
  title: "Interruptions of the feed",
  panels: [
    bars({
      title: "Reconnects",
      description:
        "Connections to EMSC's websocket: opened, failed, lost. A reconnect costs nothing but a gap to fill.",
      unit: "short",
      width: 12,
      queries: [
        curve(`sum(increase(quakewire_producer_feed_connections_total[${STEP}]))`, "opened"),
        curve(`sum(increase(quakewire_producer_feed_connection_failures_total[${STEP}]))`, "failed"),
        curve(`sum(increase(quakewire_producer_feed_disconnections_total[${STEP}]))`, "lost"),
      ],
    }),
    bars({
      title: "Gaps",
      description:
        "Times for which EMSC's service was asked what the websocket may have missed: filled, not filled yet, and " +
        "the reports that came in no other way.",
      unit: "short",
      width: 12,
      queries: [
        curve(`sum(increase(quakewire_producer_gaps_filled_total[${STEP}]))`, "filled"),
        curve(`sum(increase(quakewire_producer_gap_failures_total[${STEP}]))`, "not filled yet"),
        curve(`sum(increase(quakewire_producer_recovered_total[${STEP}]))`, "reports recovered"),
      ],
    }),
  ],
};
