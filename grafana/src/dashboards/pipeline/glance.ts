// What is wrong, in six numbers.

import { MappingType } from "@grafana/grafana-foundation-sdk/dashboard";
import type { Row } from "../../dashboard";
import { number } from "../../panels";
import { now, RANGE } from "../../queries";

export const glance: Row = {
  title: "Now",
  panels: [
    number({
      title: "Feed",
      description: "Whether a producer has EMSC's websocket open. Lost for ten minutes: alert FeedDisconnected.",
      unit: "none",
      queries: [now("max(quakewire_producer_feed_connected)")],
      limits: [
        [0, "red"],
        [1, "green"],
      ],
    }).mappings([
      {
        type: MappingType.ValueToText,
        options: { "0": { text: "lost" }, "1": { text: "listening" } },
      },
    ]),
    number({
      title: "Silent for",
      description:
        "Time since the last frame, as a share of the silence that is allowed; the Feed dashboard shows both.",
      unit: "percentunit",
      queries: [now("quakewire:feed_silence_seconds / quakewire:feed_silence_threshold_seconds")],
      limits: [
        [0.7, "yellow"],
        [1, "red"],
      ],
    }),
    number({
      title: "Consumer lag",
      description: "Records in Kafka that are not in the table yet, over all partitions. Normal is 0 to a few.",
      unit: "short",
      queries: [now("sum(quakewire_consumer_lag_records)")],
      limits: [
        [10, "yellow"],
        [100, "red"],
      ],
    }),
    number({
      title: "Not confirmed by Kafka",
      description: "Published and dead-lettered records that Kafka has not confirmed yet. Normal is 0.",
      unit: "short",
      queries: [now("sum(quakewire:undelivered_records)")],
      limits: [
        [1, "yellow"],
        [100, "red"],
      ],
    }),
    number({
      title: "Unreadable",
      description:
        "What could not be read, in the time shown. It is kept in the topic of dead letters; see the table below.",
      unit: "short",
      queries: [
        now(
          `sum(increase(quakewire_producer_dead_letters_total[${RANGE}])) + ` +
            `sum(increase(quakewire_consumer_dead_letters_total[${RANGE}]))`,
        ),
      ],
      limits: [[0.5, "orange"]],
    }).decimals(0),
    number({
      title: "Lines lost",
      description:
        "Log lines that Loki will never have, in the time shown. Where there are any, logs alone prove nothing.",
      unit: "short",
      queries: [now(`sum(increase(quakewire_loki_lines_dropped_total[${RANGE}]))`)],
      limits: [[0.5, "red"]],
    }).decimals(0),
  ],
};
