// When somebody should look. Each alert is said here once; `rules/` makes Prometheus' rules and Grafana's of it, and
// `docs/runbook.md` has a section for each.

import type { DashboardName } from "./places";
import { SILENCE, SILENCE_ALLOWED, UNDELIVERED } from "./rules/records";

export type Alert = {
  /** Also the heading of its section in the runbook. */
  name: string;
  /** critical: readers see old data, or soon will. warning: it can wait for the morning. */
  severity: "critical" | "warning";
  /** What is compared; kept apart from the bound because Grafana wants the value also when all is well. */
  expression: string;
  is: "above" | "below";
  bound: number;
  /** For how long before anybody is told. */
  lasting: string;
  /** One line. `$labels` and `$value` are filled in by whoever evaluates the rule. */
  summary: string;
  description: string;
  panel: [DashboardName, string];
};

const OURS = 'job=~"producer|consumer|frontend"';

export const alerts: Alert[] = [
  {
    name: "FeedSilent",
    severity: "critical",
    expression: `${SILENCE} / ${SILENCE_ALLOWED}`,
    is: "above",
    bound: 1,
    lasting: "2m",
    summary: "EMSC's feed has been silent for longer than it ever is",
    description: 'The silence is {{ printf "%.1f" $value }} times what the last seven days make plausible.',
    panel: ["feed", "Silence, and what is allowed"],
  },
  {
    name: "FeedDisconnected",
    severity: "warning",
    // A producer that has not connected since it started has no such metric yet.
    expression: 'max(quakewire_producer_feed_connected or 0 * (up{job="producer"} == 1))',
    is: "below",
    bound: 1,
    lasting: "10m",
    summary: "No producer is connected to EMSC's feed",
    description: "It connects again by itself. Reports come by gap filling meanwhile, up to ten minutes late.",
    panel: ["pipeline", "Reconnects"],
  },
  {
    name: "GapOpen",
    severity: "warning",
    expression:
      "sum(increase(quakewire_producer_gap_failures_total[30m])) " +
      "unless (sum(increase(quakewire_producer_gaps_filled_total[30m])) > 0)",
    is: "above",
    bound: 2,
    lasting: "10m",
    summary: "EMSC's event service cannot be asked for what may be missing",
    description:
      'About {{ printf "%.0f" $value }} attempts in half an hour, none of them with success. ' +
      "The gap stays open until it is filled.",
    panel: ["pipeline", "Gaps"],
  },
  {
    name: "DeliveryStuck",
    severity: "critical",
    expression:
      `(${UNDELIVERED} > 0) ` + "unless (sum by (instance) (increase(quakewire_producer_delivered_total[5m])) > 0)",
    is: "above",
    bound: 0,
    lasting: "2m",
    summary: "Kafka confirms nothing of what the producer hands it",
    description:
      '{{ printf "%.0f" $value }} records wait in {{ $labels.instance }}. They are kept and sent when Kafka is back.',
    panel: ["pipeline", "Not confirmed by Kafka"],
  },
  {
    name: "KafkaErrors",
    severity: "warning",
    expression:
      "sum by (job) (increase(quakewire_producer_kafka_unreachable_total[15m])) " +
      "or sum by (job) (increase(quakewire_consumer_kafka_errors_total[15m])) " +
      'or sum by (job) (increase(quakewire_frontend_interruptions_total{source="kafka"}[15m]))',
    is: "above",
    // A broker that stays away makes two a minute, one that restarts a few in all.
    bound: 20,
    lasting: "5m",
    summary: "The {{ $labels.job }} keeps having trouble with Kafka",
    description: 'About {{ printf "%.0f" $value }} errors in a quarter of an hour.',
    panel: ["pipeline", "Kafka's troubles"],
  },
  {
    name: "ConsumerStuck",
    severity: "critical",
    expression: "sum(quakewire_consumer_lag_records) unless (sum(increase(quakewire_consumer_records_total[10m])) > 0)",
    is: "above",
    bound: 0,
    lasting: "5m",
    summary: "Records wait in Kafka and none is being stored",
    description: '{{ printf "%.0f" $value }} records wait. Kafka keeps them for as long as its retention says.',
    panel: ["pipeline", "Consumer lag by partition"],
  },
  {
    name: "ConsumerLag",
    severity: "warning",
    expression: "sum(quakewire_consumer_lag_records)",
    is: "above",
    bound: 100,
    lasting: "10m",
    summary: "The consumer falls behind",
    description: '{{ printf "%.0f" $value }} records in Kafka are not in the table yet.',
    panel: ["pipeline", "Consumer lag by partition"],
  },
  {
    name: "DeadLetters",
    severity: "warning",
    expression: ["producer", "consumer"]
      .map((job) => `sum by (job) (${recent(`quakewire_${job}_dead_letters_total`, 15)})`)
      .join(" or "),
    is: "above",
    bound: 0,
    lasting: "0s",
    summary: "The {{ $labels.job }} met what it could not read",
    description: "Each dead letter is kept as it came, with the reason, in the topic of dead letters.",
    panel: ["pipeline", "Dead letters and their reasons"],
  },
  {
    name: "StoreThrottled",
    severity: "warning",
    // Requests and not writes: the client tries again by itself, so a write fails long after the first of these.
    expression: "sum by (job) (increase(quakewire_store_throttled_requests_total[10m]))",
    is: "above",
    bound: 5,
    lasting: "5m",
    summary: "The table throttles the {{ $labels.job }}",
    description:
      'About {{ printf "%.0f" $value }} requests in ten minutes were refused for want of capacity. They are tried again.',
    panel: ["pipeline", "Failed writes"],
  },
  {
    name: "StoreUnavailable",
    severity: "critical",
    expression: 'sum(increase(quakewire_consumer_write_failures_total{reason="unavailable"}[10m]))',
    is: "above",
    bound: 2,
    lasting: "5m",
    summary: "The table does not take the consumer's writes",
    description:
      'About {{ printf "%.0f" $value }} writes failed in ten minutes. The partitions wait; nothing is skipped.',
    panel: ["pipeline", "Failed writes"],
  },
  {
    name: "FrontendStale",
    severity: "critical",
    expression:
      "sum by (instance) (increase(quakewire_frontend_changes_total[15m])) " +
      'and on () (sum(increase(quakewire_consumer_records_total{outcome="newest"}[15m])) > 2)',
    is: "below",
    bound: 0.5,
    lasting: "10m",
    summary: "The frontend {{ $labels.instance }} shows nothing new although there is news",
    description: "The consumer stores reports, and this frontend has streamed none of them for a quarter of an hour.",
    panel: ["pipeline", "In, stored, streamed"],
  },
  {
    name: "ServerErrors",
    severity: "critical",
    // `other` holds the probes, which are meant to fail while a frontend starts.
    expression:
      'sum(rate(quakewire_frontend_responses_total{class="5xx", route!="other"}[5m])) ' +
      '/ sum(rate(quakewire_frontend_responses_total{route!="other"}[5m])) ' +
      'and sum(increase(quakewire_frontend_responses_total{class="5xx", route!="other"}[5m])) > 5',
    is: "above",
    bound: 0.05,
    lasting: "5m",
    summary: "Readers get errors",
    description: "{{ humanizePercentage $value }} of the frontends' answers are errors of ours (5xx).",
    panel: ["web", "Errors"],
  },
  {
    name: "WebhooksFailing",
    severity: "warning",
    expression:
      "sum by (rule) (" +
      recentFromFirst('quakewire_webhooks_messages_total{outcome=~"refused|gave_up|queue_full|gone"}', 30) +
      ")",
    is: "above",
    bound: 0,
    lasting: "0s",
    summary: "The receiver of the webhook {{ $labels.rule }} is not told of earthquakes",
    description:
      'Messages that it did not get in half an hour and will not get: about {{ printf "%.0f" $value }}. ' +
      "Nobody else is concerned.",
    panel: ["web", "Messages lost, by rule"],
  },
  {
    name: "ErrorLines",
    severity: "warning",
    expression: `sum by (job) (${recent('quakewire_log_lines_total{level="error"}', 15)})`,
    is: "above",
    // Kafka's client complains at this level while a broker is away: two to four lines a minute, a few at a restart.
    bound: 20,
    lasting: "0s",
    summary: "The {{ $labels.job }} logs errors",
    description:
      'About {{ printf "%.0f" $value }} lines of the level error in a quarter of an hour; ordinary are none.',
    panel: ["logs", "Patterns of warnings and errors"],
  },
  {
    name: "LogsLost",
    severity: "warning",
    expression: `sum by (job) (${recent('quakewire_loki_lines_dropped_total{reason!="excluded"}', 10)})`,
    is: "above",
    bound: 0,
    lasting: "0s",
    summary: "Loki will never have some log lines of the {{ $labels.job }}",
    description:
      'About {{ printf "%.0f" $value }} lines in ten minutes. ' +
      "The service does not wait for Loki; its standard error has them.",
    panel: ["pipeline", "Log lines lost"],
  },
  {
    name: "LokiUnreachable",
    severity: "warning",
    expression:
      "sum by (job) (increase(quakewire_loki_push_failures_total[5m])) " +
      "unless (sum by (job) (increase(quakewire_loki_lines_sent_total[5m])) > 0)",
    is: "above",
    bound: 0,
    lasting: "5m",
    summary: "Loki takes no log lines of the {{ $labels.job }}",
    description: "The lines wait in memory, which is bounded; then the oldest way out is LogsLost.",
    panel: ["pipeline", "Failed pushes"],
  },
  {
    name: "ServiceDown",
    severity: "critical",
    expression:
      `max by (job) (up{${OURS}}) ` +
      ["producer", "consumer", "frontend"].map((job) => `or absent(up{job="${job}"}) - 1`).join(" "),
    is: "below",
    bound: 1,
    lasting: "2m",
    summary: "No {{ $labels.job }} is up",
    description: "Prometheus reaches none of its instances, or knows of none.",
    panel: ["web", "Frontends up"],
  },
  {
    name: "InstanceDown",
    severity: "warning",
    expression: 'min by (job, instance) (up{job=~"producer|consumer|frontend|loki|alloy|grafana"})',
    is: "below",
    bound: 1,
    lasting: "5m",
    summary: "{{ $labels.job }} {{ $labels.instance }} is down",
    description: "Prometheus cannot reach this instance. Where others of its kind are up, they do its work.",
    panel: ["web", "Frontends up"],
  },
  {
    name: "Restarting",
    severity: "warning",
    expression: `max by (job, instance) (changes(process_start_time_seconds{${OURS}}[30m]))`,
    is: "above",
    bound: 2,
    lasting: "0s",
    summary: "{{ $labels.job }} {{ $labels.instance }} keeps restarting",
    description: '{{ printf "%.0f" $value }} restarts in half an hour.',
    panel: ["logs", "Patterns of warnings and errors"],
  },
];

/**
 * By how much a counter grew. `increase` alone misses what happened before Prometheus first saw a new process: a single
 * dead letter at the start, for instance. So the counters of a process younger than that count whole.
 */
function recent(counter: string, minutes: number): string {
  const young = `time() - process_start_time_seconds < ${minutes * 60}`;
  return `(${counter} and on (job, instance) (${young})) or increase(${counter}[${minutes}m])`;
}

/**
 * The same for a counter whose series begin with what they count, because nobody knows the rules' names beforehand: it
 * is 1 when it is first seen, and `increase` would see no growth. So a series that was not there at the window's
 * beginning counts whole, if its process was: otherwise it was Prometheus that was away.
 */
function recentFromFirst(counter: string, minutes: number): string {
  const begun = `${counter} unless ${counter} offset ${minutes}m`;
  const watched = `process_start_time_seconds offset ${minutes}m`;
  return `(${begun} and on (job, instance) ${watched}) or ${recent(counter, minutes)}`;
}
