// Names by which things find one another: data sources, dashboards, the folder they are in. They are part of
// bookmarks and of links in messages, so they stay what they are.

import type { DataSourceRef } from "@grafana/grafana-foundation-sdk/common";

export const PROMETHEUS = { type: "prometheus", uid: "prometheus" } satisfies DataSourceRef;
export const LOKI = { type: "loki", uid: "loki" } satisfies DataSourceRef;

/** The folder of the dashboards. */
export const FOLDER = { uid: "quakewire", title: "Quakewire" };

/** That of the alert rules: another, for whichever of the two Grafana reads first would make the folder its own way. */
export const ALERT_FOLDER = "Quakewire alerts";

/** On every dashboard; the links at its top lead to all that carry it. */
export const TAG = "quakewire";

export const DASHBOARDS = {
  pipeline: { uid: "quakewire-pipeline", title: "Pipeline" },
  feed: { uid: "quakewire-feed", title: "Feed" },
  web: { uid: "quakewire-web", title: "Web" },
  logs: { uid: "quakewire-logs", title: "Logs" },
} as const;

export type DashboardName = keyof typeof DASHBOARDS;

/** The Logs dashboard for one trace. `value` is the template with which Grafana puts a link's value in. */
export function traceLink(value: string): string {
  return `/d/${DASHBOARDS.logs.uid}?var-trace_id=${value}`;
}
