// What is not on the page, or not in the logs: dead letters, and log lines that Loki never got.

import type { Row } from "../../dashboard";
import { columns } from "../../log-columns";
import { bars, heat, rows, series } from "../../panels";
import { buckets, curve, lines, STEP } from "../../queries";

export const deadLetters: Row = {
  title: "Dead letters",
  panels: [
    bars({
      title: "Dead letters over time",
      description: "What could not be read: frames and answers at the producer, records at the consumer.",
      unit: "short",
      width: 24,
      height: 6,
      queries: [
        curve(`sum by (source) (increase(quakewire_producer_dead_letters_total[${STEP}]))`, "producer, {{source}}"),
        curve(`sum(increase(quakewire_consumer_dead_letters_total[${STEP}]))`, "consumer"),
      ],
    }),
    rows({
      title: "Dead letters and their reasons",
      description:
        "The newest dead letters with why they could not be read, and the first bytes of those the producer met. " +
        "The whole letter is in the topic of dead letters.",
      height: 10,
      queries: [lines('{service=~"producer|consumer", level="warn"} |= "Dead letter: "', 500)],
      steps: columns({
        service: "service",
        source: "source",
        reason: "reason",
        bytes: "bytes",
        piece: "first bytes",
        partition: "partition",
        offset: "offset",
        trace_id: "trace",
      }),
    }),
  ],
};

export const logLines: Row = {
  title: "The logs' own way",
  panels: [
    series({
      title: "Log lines waiting for Loki",
      description:
        "Memory that waiting lines take in each service. It is bounded; at the bound lines are dropped and counted.",
      unit: "bytes",
      limits: [[8 * 1024 * 1024, "yellow"]],
      queries: [curve("max by (job, instance) (quakewire_loki_queue_bytes)", "{{job}} {{instance}}")],
    }),
    bars({
      title: "Log lines lost",
      description:
        "Lines that Loki will never have: older than what fits into memory (queue_full), in a push Loki refused, or excluded because sending them would write more.",
      unit: "short",
      limits: [[1, "red"]],
      queries: [
        curve(`sum by (job, reason) (increase(quakewire_loki_lines_dropped_total[${STEP}]))`, "{{job}}, {{reason}}"),
      ],
    }),
    bars({
      title: "Failed pushes",
      description: "Pushes Loki did not take, and why. They are tried again, except those that it refuses.",
      unit: "short",
      queries: [
        curve(`sum by (job, reason) (increase(quakewire_loki_push_failures_total[${STEP}]))`, "{{job}}, {{reason}}"),
      ],
    }),
    series({
      title: "Log lines taken by Loki",
      description: "Lines a second that Loki has confirmed, by service.",
      unit: "cps",
      width: 12,
      queries: [curve(`sum by (job) (rate(quakewire_loki_lines_sent_total[${STEP}]))`, "{{job}}")],
    }),
    heat({
      title: "How long Loki took for a push",
      description: "From sending a batch of lines until Loki confirmed it.",
      width: 12,
      queries: [buckets("quakewire_loki_push_seconds")],
    }),
  ],
};
