// The alerts as Prometheus' rules, and what is recorded for them.

import { type Alert, alerts } from "../alerts";
import { records } from "./records";
import { runbook } from "./runbook";

export const prometheusRules = {
  groups: [
    {
      name: "quakewire-records",
      interval: "1m",
      rules: records.map(({ name, expression }) => ({ record: name, expr: expression })),
    },
    { name: "quakewire-alerts", interval: "1m", rules: alerts.map(rule) },
  ],
};

function rule(alert: Alert) {
  const comparison = alert.is === "above" ? ">" : "<";
  return {
    alert: alert.name,
    expr: `(${alert.expression}) ${comparison} ${alert.bound}`,
    for: alert.lasting,
    labels: { severity: alert.severity },
    annotations: { summary: alert.summary, description: alert.description, runbook: runbook(alert.name) },
  };
}
