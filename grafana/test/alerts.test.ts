// The alerts: that they ask only for what is there, and that each leads to a person who knows what to do.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { alerts } from "../src/alerts";
import { dashboards } from "../src/files";
import { contactPoints, dataSources, policies } from "../src/provisioning";
import { grafanaRules } from "../src/rules/grafana";
import { prometheusRules } from "../src/rules/prometheus";
import { records } from "../src/rules/records";
import { runbook } from "../src/rules/runbook";
import { scenarios } from "../src/rules/scenarios";
import { readLogql } from "./logql";
import { readPromql } from "./promql";
import { namesIn, vocabulary, words } from "./vocabulary";

const book = readFileSync("../docs/runbook.md", "utf8");
const sections = new Map(
  book
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.split("\n", 1)[0]!, section]),
);

test("every alert and every recorded value is computed from what the code emits", () => {
  for (const { name, expression } of [...alerts, ...records]) {
    assert.deepEqual(readPromql(expression, vocabulary).problems, [], name);
  }
});

test("what an alert says names only labels that its value has", () => {
  for (const { name, expression, summary, description } of alerts) {
    const { labels } = readPromql(expression, vocabulary);
    for (const [, label] of `${summary} ${description}`.matchAll(/\$labels\.(\w+)/g)) {
      assert.ok(labels.has(label!), `${name}: $labels.${label}`);
    }
  }
});

test("each alert has its section in the runbook, and each such section its alert", () => {
  const named = [...sections.keys()].filter((heading) => /^[A-Z]\w+$/.test(heading));
  assert.deepEqual(
    named,
    alerts.map(({ name }) => name),
  );
  for (const { name } of alerts) assert.ok(runbook(name).endsWith(`#${name.toLowerCase()}`));
});

test("each section says what it means, what is lost, what to look at and what to do", () => {
  for (const { name } of alerts) {
    for (const part of ["**Means.**", "**Lost.**", "**Look.**", "**Do.**"]) {
      assert.ok(sections.get(name)!.includes(part), `${name}: ${part}`);
    }
  }
});

test("every query in the runbook names only what is there", () => {
  const found = [...book.matchAll(/```(promql|logql)\n([^`]*(?:`[^`]+`[^`]*)*?)\n```/g)];
  assert.ok(found.length >= alerts.length);
  for (const [, language, query] of found) {
    const { problems } = language === "promql" ? readPromql(query!, vocabulary) : readLogql(query!, vocabulary);
    assert.deepEqual(problems, [], query);
  }
});

test("what the runbook names besides is there", () => {
  const prose = book.replaceAll(/```[^]*?```/g, "");
  const named = namesIn(prose);
  assert.ok(named.length > 0);
  for (const name of named) assert.ok(words(vocabulary).has(name), name);
});

test("every panel that the runbook sends to is on that dashboard", () => {
  const found = [...book.matchAll(/\*(Pipeline|Feed|Web|Logs) › ([^*]+)\*/g)];
  assert.ok(found.length >= alerts.length);
  for (const [, name, title] of found) {
    const dashboard = dashboards[name!.toLowerCase() as keyof typeof dashboards];
    assert.ok(
      dashboard.panels?.some((panel) => panel.title === title),
      `${name} › ${title}`,
    );
  }
});

test("Prometheus and Grafana have the same alerts, from the same expressions", () => {
  const [, theirs] = prometheusRules.groups;
  const [ours] = grafanaRules.groups;
  for (const [index, alert] of alerts.entries()) {
    const prometheus = theirs!.rules[index]! as { alert: string; expr: string };
    const grafana = ours!.rules[index]!;
    const model = grafana.data[0]!.model as unknown as { expr: string; instant: boolean };
    assert.deepEqual([prometheus.alert, grafana.title], [alert.name, alert.name]);
    assert.ok(prometheus.expr.startsWith(`(${model.expr}) `));
    assert.ok(model.instant);
  }
  assert.equal(new Set(ours!.rules.map(({ uid }) => uid)).size, alerts.length);
  assert.ok(ours!.rules.every(({ uid }) => /^[a-z-]{1,40}$/.test(uid)));
});

test("no dollar sign stands in Grafana's rules where an environment variable would be put in", () => {
  for (const rule of grafanaRules.groups.flatMap(({ rules }) => rules)) {
    assert.doesNotMatch(JSON.stringify({ ...rule, annotations: {} }), /\$/, rule.title);
    assert.doesNotMatch(JSON.stringify(rule.annotations), /\$value\b/, rule.title);
  }
});

test("the trace is found in a line as it is, and among the fields of one that was taken apart", () => {
  const [inLine, inFields] = dataSources.datasources.flatMap(({ jsonData }) => jsonData.derivedFields ?? []);
  const trace = "0aaba8770522bec5daccbdee60a33db3";
  const line = JSON.stringify({ message: "Published", source: "websocket", trace_id: trace, unid: "20261121_0869475" });
  assert.equal(new RegExp(inLine!.matcherRegex).exec(line)?.[1], trace);
  const field = new RegExp(inFields!.matcherRegex.replace("$$", "$"));
  assert.ok(vocabulary.fields.some(({ name }) => field.test(name)));
  assert.notEqual(inLine!.name, inFields!.name);
});

test("the only variables in what Grafana reads are the operators' addresses", () => {
  const text = JSON.stringify([dataSources, contactPoints, policies]).replaceAll("$$", "");
  const names = [...text.matchAll(/\$\{?(\w+)/g)].map(([, name]) => name);
  assert.deepEqual(names, ["QUAKEWIRE_ALERT_EMAIL", "QUAKEWIRE_ALERT_WEBHOOK"]);
});

test("with no address set, no setting of a contact point is empty", () => {
  const text = JSON.stringify(contactPoints).replaceAll(/\$QUAKEWIRE_\w+/g, "");
  const settings = (JSON.parse(text) as typeof contactPoints).contactPoints[0]!.receivers.map(
    ({ settings }) => settings,
  );
  assert.deepEqual(
    settings.map((each) => ("url" in each ? each.url : each.addresses)),
    [";", "https://"],
  );
});

test("every alert is tried both ways: it speaks, and it keeps quiet", () => {
  const looks = scenarios.tests.flatMap((scenario) => scenario.alert_rule_test);
  for (const { name } of alerts) {
    const spoken = looks.filter(({ alertname }) => alertname === name).map(({ exp_alerts }) => exp_alerts.length > 0);
    assert.ok(spoken.includes(true) && spoken.includes(false), name);
  }
});
