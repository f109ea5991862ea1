// The table, and what could not be read.

import { type Scenario, CONSUMER, PRODUCER, STARTED, of, quiet, speaks, zero } from "./scenario";
import { then } from "./series";

export const store: Scenario[] = [
  {
    name: "a few throttled requests are ordinary, many are not",
    series: {
      [of("quakewire_store_throttled_requests_total", CONSUMER)]: then("0x10", "4x30", "4+2x30"),
      [of("quakewire_consumer_write_failures_total", { ...CONSUMER, reason: "unavailable" })]: zero,
    },
    looks: [
      quiet("18m", "StoreThrottled"),
      speaks("65m", "StoreThrottled", {
        labels: { job: "consumer" },
        description: "About 20 requests in ten minutes were refused for want of capacity. They are tried again.",
      }),
      quiet("65m", "StoreUnavailable"),
    ],
  },
  {
    name: "a table that is away is told of",
    series: {
      [of("quakewire_consumer_write_failures_total", { ...CONSUMER, reason: "unavailable" })]: then("0x10", "0+1x30"),
    },
    looks: [
      quiet("12m", "StoreUnavailable"),
      speaks("30m", "StoreUnavailable", {
        description: "About 10 writes failed in ten minutes. The partitions wait; nothing is skipped.",
      }),
    ],
  },
];

export const letters: Scenario[] = [
  {
    name: "one dead letter is told of, for a quarter of an hour",
    series: {
      [of("quakewire_producer_dead_letters_total", { ...PRODUCER, source: "websocket" })]: then("0x30", "1x60"),
      [of("quakewire_consumer_dead_letters_total", CONSUMER)]: zero,
      [STARTED]: then("-7200x90"),
      [of("process_start_time_seconds", CONSUMER)]: then("-7200x90"),
    },
    looks: [
      quiet("25m", "DeadLetters"),
      speaks("35m", "DeadLetters", { labels: { job: "producer" } }),
      quiet("60m", "DeadLetters"),
    ],
  },
  {
    name: "one that came before Prometheus first looked is told of too",
    series: {
      [of("quakewire_consumer_dead_letters_total", CONSUMER)]: then("_x60", "1x60"),
      [of("process_start_time_seconds", CONSUMER)]: then("_x60", "3600x60"),
    },
    looks: [speaks("65m", "DeadLetters", { labels: { job: "consumer" } }), quiet("90m", "DeadLetters")],
  },
  {
    name: "old dead letters are not told of again when Prometheus comes back after hours",
    series: {
      [of("quakewire_consumer_dead_letters_total", CONSUMER)]: then("7x10", "_x180", "7x60"),
      [of("process_start_time_seconds", CONSUMER)]: then("-7200x10", "_x180", "-7200x60"),
    },
    looks: [quiet("195m", "DeadLetters")],
  },
];
