// The alerts as Grafana's own rules: these are what sends messages where there is no Alertmanager.
//
// Grafana puts environment variables into provisioned files wherever it finds a dollar sign, except in annotations and
// queries. So nothing but annotations has any here.

import { DataqueryBuilder as PrometheusQuery } from "@grafana/grafana-foundation-sdk/prometheus";
import { type Alert, alerts } from "../alerts";
import { pipeline } from "../dashboards/pipeline";
import { feed } from "../dashboards/feed";
import { logs } from "../dashboards/logs";
import { web } from "../dashboards/web";
import { ALERT_FOLDER, DASHBOARDS, PROMETHEUS } from "../places";
import { runbook } from "./runbook";

/** Grafana's name for what computes with other queries' answers. */
const EXPRESSION = { type: "__expr__", uid: "__expr__" };

export const grafanaRules = {
  apiVersion: 1,
  groups: [{ orgId: 1, name: "quakewire-alerts", folder: ALERT_FOLDER, interval: "1m", rules: alerts.map(rule) }],
};

function rule(alert: Alert) {
  const [dashboard, panel] = alert.panel;
  return {
    uid: `quakewire-${alert.name.toLowerCase()}`,
    title: alert.name,
    condition: "B",
    data: [
      {
        refId: "A",
        relativeTimeRange: { from: 600, to: 0 },
        datasourceUid: PROMETHEUS.uid,
        model: new PrometheusQuery().refId("A").datasource(PROMETHEUS).expr(alert.expression).instant().build(),
      },
      { refId: "B", relativeTimeRange: { from: 0, to: 0 }, datasourceUid: EXPRESSION.uid, model: comparison(alert) },
    ],
    for: alert.lasting,
    // No value means nothing to compare: most expressions have none while all is well. That nobody answers at all is
    // ServiceDown's to say, which asks for what is absent.
    noDataState: "OK",
    execErrState: "Error",
    dashboardUid: DASHBOARDS[dashboard].uid,
    panelId: panelNumber(dashboard, panel),
    labels: { severity: alert.severity },
    annotations: {
      summary: inGrafana(alert.summary),
      description: inGrafana(alert.description),
      runbook: runbook(alert.name),
    },
  };
}

function comparison(alert: Alert) {
  const evaluator = { type: alert.is === "above" ? "gt" : "lt", params: [alert.bound] };
  return { refId: "B", type: "threshold", datasource: EXPRESSION, expression: "A", conditions: [{ evaluator }] };
}

/** Prometheus' `$value` is the number; Grafana's is a sentence about all of them, and the number has another name. */
function inGrafana(text: string): string {
  return text.replaceAll("$value", "$values.A.Value");
}

function panelNumber(name: Alert["panel"][0], title: string): number {
  const dashboard = { pipeline, feed, web, logs }[name];
  const panel = dashboard.panels?.find((each) => each.title === title);
  if (panel?.id === undefined) throw new Error(`the dashboard ${name} has no panel “${title}”`);
  return panel.id;
}
