// Tests of the rules, for `promtool test rules`: when each alert speaks, and when it keeps quiet.

import { alerts } from "../alerts";
import { prometheusRules } from "./prometheus";
import { runbook } from "./runbook";
import { feed } from "./scenarios/feed";
import { kafka } from "./scenarios/kafka";
import { logs } from "./scenarios/logs";
import { processes } from "./scenarios/processes";
import { letters, store } from "./scenarios/store";
import { web } from "./scenarios/web";
import { webhooks } from "./scenarios/webhooks";

export const scenarios = {
  rule_files: ["rules.yaml"],
  evaluation_interval: "1m",
  // Without it the order is drawn by lot for each scenario, and now and then an alert sees what was recorded a minute ago.
  group_eval_order: prometheusRules.groups.map(({ name }) => name),
  tests: [...feed, ...kafka, ...store, ...letters, ...web, ...webhooks, ...logs, ...processes].map((scenario) => ({
    name: scenario.name,
    interval: "1m",
    input_series: Object.entries(scenario.series).map(([series, values]) => ({ series, values })),
    alert_rule_test: scenario.looks.map(({ at, alert, speaks }) => ({
      eval_time: at,
      alertname: alert,
      exp_alerts: speaks.map((each) => expected(alert, each)),
    })),
  })),
};

function expected(
  name: string,
  { labels = {}, description }: { labels?: Record<string, string>; description?: string },
) {
  const alert = alerts.find((each) => each.name === name);
  if (!alert) throw new Error(`there is no alert ${name}`);
  return {
    exp_labels: { severity: alert.severity, ...labels },
    exp_annotations: {
      summary: alert.summary.replace(/\{\{ \$labels\.(\w+) \}\}/g, (_, label: string) => labels[label] ?? ""),
      description: description ?? alert.description,
      runbook: runbook(name),
    },
  };
}
