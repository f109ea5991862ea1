// The readers of PromQL and LogQL must find what is wrong: these tests give them names that are not there.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readLogql } from "./logql";
import { readPromql } from "./promql";
import { type Vocabulary, vocabulary as real } from "./vocabulary";

const vocabulary: Vocabulary = {
  metrics: [
    metric("producer", "counter", "quakewire_letters_total", { source: ["websocket", "fdsn"] }),
    metric("consumer", "gauge", "quakewire_lag_records", { partition: [] }),
    metric("frontend", "histogram", "quakewire_page_seconds", {}),
    metric("all", "counter", "quakewire_lines_total", { level: ["error", "info"] }),
  ],
  fields: ["unid", "reason", "magnitude"].map((name) => ({ name })),
  labels: ["service", "environment", "level"],
  lines: [
    { service: "producer", level: "info", message: "Published {…}", fields: ["magnitude"] },
    { service: "producer", level: "error", message: "Dead letter: {…}", fields: ["reason"] },
    { service: "consumer", level: "info", message: "Stored {…}", fields: [] },
  ],
  spans: [{ name: "report", fields: ["unid"] }],
};

function metric(
  service: string,
  kind: "counter" | "gauge" | "histogram",
  name: string,
  labels: Record<string, string[]>,
) {
  return { service, kind, name, help: "", labels };
}

function promql(expression: string): string[] {
  return readPromql(expression, vocabulary).problems;
}

function logql(expression: string): string[] {
  return readLogql(expression, vocabulary).problems;
}

test("PromQL that names what is there has no problems", () => {
  for (const expression of [
    'sum by (source) (rate(quakewire_letters_total{job="producer", source="fdsn"}[$__rate_interval]))',
    "histogram_quantile(0.9, sum by (le) (rate(quakewire_page_seconds_bucket[5m])))",
    "rate(quakewire_page_seconds_sum[5m]) / rate(quakewire_page_seconds_count[5m])",
    'quakewire_lag_records{partition="3"} > 0 and on (instance) up == 1',
    'absent(up{job="producer"}) or quakewire_lag_records offset 5m',
    'sum(quakewire_lines_total{level=~"error|info", instance=~"$instance"}) - vector(1)',
  ]) {
    assert.deepEqual(promql(expression), [], expression);
  }
});

test("a metric, a label, a value and a job that are not there are found in PromQL", () => {
  assert.deepEqual(promql("quakewire_letter_total"), ["there is no metric quakewire_letter_total"]);
  assert.deepEqual(promql("quakewire_page_seconds"), ["there is no metric quakewire_page_seconds"]);
  assert.deepEqual(promql("quakewire_letters_total_bucket"), ["there is no metric quakewire_letters_total_bucket"]);
  assert.deepEqual(promql('quakewire_letters_total{sauce="fdsn"}'), ["quakewire_letters_total has no label sauce"]);
  assert.deepEqual(promql('quakewire_letters_total{source="fdsm"}'), [
    "quakewire_letters_total: source is never “fdsm”",
  ]);
  assert.deepEqual(promql('quakewire_letters_total{source=~"fdsn|socket"}'), [
    "quakewire_letters_total: source is never “socket”",
  ]);
  assert.deepEqual(promql('quakewire_letters_total{source=~"web.{5}x"}'), [
    "quakewire_letters_total: no source is taken by “web.{5}x”",
  ]);
  assert.deepEqual(promql('quakewire_letters_total{job="consumer"}'), [
    "quakewire_letters_total: job is never “consumer”",
  ]);
});

test("grouping by a label that is not there, or was summed away, is found", () => {
  assert.deepEqual(promql("sum by (level) (quakewire_letters_total)"), ["there is no label level to group by"]);
  assert.deepEqual(promql("sum by (source) (sum by (job) (quakewire_letters_total))"), [
    "there is no label source to group by",
  ]);
  assert.deepEqual(promql("histogram_quantile(0.9, sum(rate(quakewire_page_seconds_bucket[5m])))"), [
    "there is no label le to group by",
  ]);
});

test("two sides whose labels differ are found, for nothing would come of them", () => {
  assert.deepEqual(promql("sum by (job) (quakewire_lines_total) / sum(quakewire_lines_total)"), [
    "{job} and {} never match",
  ]);
  assert.deepEqual(promql("sum by (job) (quakewire_lines_total) / on () sum(quakewire_lines_total)"), []);
});

test("what is no PromQL and what is no LogQL is found", () => {
  assert.deepEqual(promql("sum by (job (up)"), ["is no PromQL at “(up)”"]);
  assert.match(logql('{service="producer"} | jsom | unid="1"').join(), /is no LogQL/);
});

test("LogQL that names what is there has no problems", () => {
  for (const expression of [
    '{service="producer"} |= "Published " | json | magnitude > 4 | unid=~"2026.*" | __error__=""',
    '{service=~"$service", environment="local"} |= `$text` | json | line_format `{{.service}} {{.message}}`',
    'sum by (service, kind) (count_over_time({level="error"} | json | label_format kind=`{{ .reason }}` [$__range]))',
    'max(max_over_time({service="producer"} | json | unwrap magnitude [$__auto]))',
  ]) {
    assert.deepEqual(logql(expression), [], expression);
  }
});

test("a label, a value, a text and a field that are not there are found in LogQL", () => {
  assert.deepEqual(logql('{servise="producer"}'), ["streams have no label servise"]);
  assert.deepEqual(logql('{service="produser"}'), ["service is never “produser”"]);
  assert.deepEqual(logql('{level=~"error|fatal"}'), ["level is never “fatal”"]);
  assert.deepEqual(logql('{service="producer"} |= "Publisht "'), ["no such line contains “Publisht ”"]);
  assert.deepEqual(logql('{service="producer"} | json | size > 4'), ["no such line has a field size (NumberFilter)"]);
  assert.deepEqual(logql('{service="producer"} | json | unit="x"'), ["no such line has a field unit (filter)"]);
  assert.deepEqual(logql('{level="error"} | json | line_format `{{ .rason }}`'), [
    "no such line has a field rason (template)",
  ]);
  assert.deepEqual(logql('sum by (kind) (rate({level="error"} | json [5m]))'), [
    "no such line has a field kind (grouping)",
  ]);
});

test("a field of a line that was not taken apart is not there", () => {
  assert.deepEqual(logql('{level="error"} | reason="x"'), ["reason (filter) is there only behind `| json`"]);
});

test("a text that only another service or level says is not there either", () => {
  assert.deepEqual(logql('{service="consumer"} |= "Published "'), ["no such line contains “Published ”"]);
  assert.deepEqual(logql('{level="info"} |= "Dead letter"'), ["no such line contains “Dead letter”"]);
});

test("a field that only other messages carry is not there", () => {
  assert.deepEqual(logql('{service="producer"} |= "Published " | json | reason="x"'), [
    "no such line has a field reason (filter)",
  ]);
});

test("the code's own vocabulary has what these tests rely on", () => {
  assert.ok(real.metrics.length > 50 && real.lines.length > 30 && real.fields.length > 20);
  assert.deepEqual([...real.labels].sort(), ["environment", "level", "service"]);
});
