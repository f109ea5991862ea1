// Log lines, and their way to Loki.

import { type Scenario, CONSUMER, FRONTEND, PRODUCER, of, quiet, speaks, zero } from "./scenario";
import { then } from "./series";

export const logs: Scenario[] = [
  {
    name: "many lines of the level error are told of; a broker's restart and warnings are not",
    series: {
      [of("quakewire_log_lines_total", { ...PRODUCER, level: "error" })]: then("0x30", "0+2x30"),
      [of("quakewire_log_lines_total", { ...CONSUMER, level: "error" })]: then("0x30", "9x30"),
      [of("quakewire_log_lines_total", { ...CONSUMER, level: "warn" })]: "0+9x60",
    },
    looks: [
      quiet("30m", "ErrorLines"),
      speaks("50m", "ErrorLines", {
        labels: { job: "producer" },
        description: "About 30 lines of the level error in a quarter of an hour; ordinary are none.",
      }),
    ],
  },
  {
    name: "a single lost line is told of",
    series: {
      [of("quakewire_loki_lines_dropped_total", { ...FRONTEND, reason: "queue_full" })]: then("0x30", "9x30"),
      [of("quakewire_loki_lines_dropped_total", { ...PRODUCER, reason: "queue_full" })]: zero,
    },
    looks: [
      quiet("30m", "LogsLost"),
      speaks("35m", "LogsLost", {
        labels: { job: "frontend" },
        description: "About 9 lines in ten minutes. The service does not wait for Loki; its standard error has them.",
      }),
    ],
  },
  {
    name: "a Loki that takes nothing is told of, one that stumbles is not",
    series: {
      [of("quakewire_loki_push_failures_total", { ...PRODUCER, reason: "timeout" })]: "0+1x60",
      [of("quakewire_loki_lines_sent_total", PRODUCER)]: then("0+10x30", "300x30"),
    },
    looks: [quiet("30m", "LokiUnreachable"), speaks("45m", "LokiUnreachable", { labels: { job: "producer" } })],
  },
];
