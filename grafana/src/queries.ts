// What is asked of Prometheus and of Loki.

import { DataqueryBuilder as LokiQuery, LokiQueryDirection, LokiQueryType } from "@grafana/grafana-foundation-sdk/loki";
import { DataqueryBuilder as PrometheusQuery, PromQueryFormat } from "@grafana/grafana-foundation-sdk/prometheus";
import { LOKI, PROMETHEUS } from "./places";

/** As many lines as Loki gives in one answer, by its own default. */
const MOST_LINES = 5000;

/** In the time the dashboard shows. */
export const RANGE = "$__range";
/** In the time one mark of a curve or a bar stands for. */
export const STEP = "$__rate_interval";

/** A curve for each series. */
export function curve(expression: string, legend: string): PrometheusQuery {
  return new PrometheusQuery().datasource(PROMETHEUS).expr(expression).legendFormat(legend).range();
}

/** The value now, and nothing of how it came about. */
export function now(expression: string, legend = ""): PrometheusQuery {
  return new PrometheusQuery().datasource(PROMETHEUS).expr(expression).legendFormat(legend).instant();
}

/** How many observations fell into which bucket of a histogram. */
export function buckets(histogram: string, matchers = ""): PrometheusQuery {
  const expression = `sum by (le) (increase(${bucket(histogram, matchers)}[${STEP}]))`;
  return curve(expression, "{{le}}").format(PromQueryFormat.Heatmap);
}

/** Below what the given share of the observations was. */
export function quantile(share: number, histogram: string, legend: string, matchers = ""): PrometheusQuery {
  const rate = `sum by (le) (rate(${bucket(histogram, matchers)}[${STEP}]))`;
  return curve(`histogram_quantile(${share}, ${rate})`, legend);
}

function bucket(histogram: string, matchers: string): string {
  return matchers === "" ? `${histogram}_bucket` : `${histogram}_bucket{${matchers}}`;
}

/** Log lines, newest first. */
export function lines(expression: string, most = MOST_LINES): LokiQuery {
  return lokiQuery(expression).maxLines(most).direction(LokiQueryDirection.Backward).queryType(LokiQueryType.Range);
}

/** A curve counted from log lines. */
export function lineCurve(expression: string, legend: string): LokiQuery {
  return lokiQuery(expression).legendFormat(legend).queryType(LokiQueryType.Range);
}

/** What log lines come to over the dashboard's whole time. */
export function lineSum(expression: string): LokiQuery {
  return lokiQuery(expression).queryType(LokiQueryType.Instant);
}

function lokiQuery(expression: string): LokiQuery {
  return new LokiQuery().datasource(LOKI).expr(expression);
}
