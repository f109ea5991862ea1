// Reports: how many go through, and how long each stage takes.

import type { Row } from "../../dashboard";
import { bars, heat, series } from "../../panels";
import { buckets, curve, quantile, STEP } from "../../queries";

export const reports: Row = {
  title: "Reports",
  panels: [
    bars({
      title: "In, stored, streamed",
      description:
        "Reports at each station, in every five minutes: frames heard, published, confirmed by Kafka, stored as " +
        "something new, and appended to the frontends' streams (the one that had most).",
      unit: "short",
      width: 12,
      queries: [
        curve(`sum(increase(quakewire_producer_frames_total[${STEP}]))`, "frames"),
        curve(`sum(increase(quakewire_producer_published_total[${STEP}]))`, "published"),
        curve(`sum(increase(quakewire_producer_delivered_total[${STEP}]))`, "confirmed"),
        curve(`sum(increase(quakewire_consumer_records_total{outcome!="duplicate"}[${STEP}]))`, "stored"),
        curve(`max(increase(quakewire_frontend_changes_total[${STEP}]))`, "streamed"),
      ],
    }),
    bars({
      title: "Duplicates and stale revisions",
      description:
        "What came again and changed nothing: reports the producer had published already, records that were in the " +
        "table already (duplicate) or older than what it has (older), changes a frontend knew.",
      unit: "short",
      width: 12,
      queries: [
        curve(`sum by (source) (increase(quakewire_producer_duplicates_total[${STEP}]))`, "producer, {{source}}"),
        curve(
          `sum by (outcome) (increase(quakewire_consumer_records_total{outcome=~"older|duplicate"}[${STEP}]))`,
          "consumer, {{outcome}}",
        ),
        curve(`sum(increase(quakewire_frontend_duplicates_total[${STEP}]))`, "frontends"),
      ],
    }),
  ],
};

export const stages: Row = {
  title: "How long each stage takes",
  panels: [
    heat({
      title: "Feed lag",
      description: "From EMSC's revision until we heard its frame. It is EMSC's time, not ours.",
      queries: [buckets("quakewire_producer_feed_lag_seconds")],
    }),
    heat({
      title: "Kafka delivery",
      description: "From publishing a record until all replicas confirmed it.",
      queries: [buckets("quakewire_producer_delivery_seconds")],
    }),
    heat({
      title: "Store write",
      description: "How long the table took for the two conditional writes of a report.",
      queries: [buckets("quakewire_consumer_write_seconds")],
    }),
    heat({
      title: "Received to stored",
      description: "From the producer's receipt of a report until the table had it.",
      queries: [buckets("quakewire_consumer_received_to_stored_seconds")],
    }),
    heat({
      title: "Received to streamed",
      description: "From the producer's receipt of a report until a frontend's streams had it.",
      queries: [buckets("quakewire_frontend_received_to_streamed_seconds")],
    }),
    heat({
      title: "Page render",
      description: "How long a frontend took to render the page.",
      queries: [buckets("quakewire_frontend_page_seconds")],
    }),
    series({
      title: "95 of 100 are faster than this",
      description: "The 95th percentile of every stage of ours. Above a second something is in the way.",
      unit: "s",
      width: 24,
      limits: [[1, "yellow"]],
      queries: [
        quantile(0.95, "quakewire_producer_delivery_seconds", "Kafka delivery"),
        quantile(0.95, "quakewire_consumer_write_seconds", "store write"),
        quantile(0.95, "quakewire_consumer_received_to_stored_seconds", "received to stored"),
        quantile(0.95, "quakewire_frontend_received_to_streamed_seconds", "received to streamed"),
        quantile(0.95, "quakewire_frontend_page_seconds", "page render"),
      ],
    }),
  ],
};
