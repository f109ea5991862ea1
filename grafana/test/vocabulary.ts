// What the code says of itself (`telemetry.json`, generated from the code), and the few names that are not the code's.

import { readFileSync } from "node:fs";
import { records } from "../src/rules/records";

type Service = string;
export type Metric = {
  service: Service;
  kind: "counter" | "gauge" | "histogram";
  name: string;
  help: string;
  /** Label to its values; none listed means that they are not known beforehand. */
  labels: Record<string, string[]>;
};
export type Line = { service: Service; level: string; message: string; fields: string[] };

export type Vocabulary = {
  metrics: Metric[];
  fields: { name: string }[];
  /** Labels of streams in Loki. */
  labels: string[];
  lines: Line[];
  /** What every line in such a span carries. */
  spans: { name: string; fields: string[] }[];
};

export const vocabulary: Vocabulary = JSON.parse(readFileSync("telemetry.json", "utf8"));

/** Of every process that Prometheus asks: the first by Prometheus, the others by the crate metrics-process. */
const OF_EVERY_PROCESS = [
  "up",
  "process_cpu_seconds_total",
  "process_max_fds",
  "process_open_fds",
  "process_resident_memory_bytes",
  "process_start_time_seconds",
];

/** What Prometheus puts on every series: of which job it is, and at which address. */
const OF_EVERY_SERIES = ["job", "instance"];

/** The jobs in compose/config/prometheus.yaml that are not ours. */
const OTHER_JOBS = ["loki", "alloy", "grafana", "prometheus"];

/** A series as an expression may name it. */
export type Series = { labels: Map<string, string[]>; service: Service };

/** Every name and value there is. */
export function words({ metrics, fields, labels }: Vocabulary): Set<string> {
  const named = metrics.flatMap((metric) => [metric.name, ...Object.keys(metric.labels)]);
  const values = metrics.flatMap((metric) => Object.values(metric.labels).flat());
  return new Set([...named, ...values, ...fields.map(({ name }) => name), ...labels, ...OF_EVERY_PROCESS]);
}

/** The names in a text for people: words that only a program would write so. */
export function namesIn(text: string): string[] {
  return text.match(/\b[a-z]+(?:_[a-z]+)+\b/g) ?? [];
}

export function services({ metrics }: Vocabulary): string[] {
  return [...new Set(metrics.map(({ service }) => service))].filter((service) => service !== "all");
}

export function find(vocabulary: Vocabulary, name: string): Series | undefined {
  const base = new Map(OF_EVERY_SERIES.map((label) => [label, [] as string[]]));
  const ours = services(vocabulary);
  base.set("job", [...ours, ...OTHER_JOBS]);
  if (OF_EVERY_PROCESS.includes(name)) return { labels: base, service: "all" };
  for (const metric of vocabulary.metrics) {
    const part = name.startsWith(metric.name) ? name.slice(metric.name.length) : undefined;
    const parts = metric.kind === "histogram" ? ["_bucket", "_sum", "_count"] : [""];
    if (part === undefined || !parts.includes(part)) continue;
    const labels = new Map([...base, ...Object.entries(metric.labels)]);
    labels.set("job", metric.service === "all" ? ours : [metric.service]);
    if (part === "_bucket") labels.set("le", []);
    return { labels, service: metric.service };
  }
  return undefined;
}

/** The expression that is recorded under this name. */
export function recorded(name: string): string | undefined {
  return records.find((record) => record.name === name)?.expression;
}
