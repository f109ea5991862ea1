// Prometheus' own tool reads the rules and plays the scenarios. It is in Debian's package `prometheus`; where it is
// missing, that is said.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

/** Days of a feed's history are computed minute by minute: half a minute on two busy cores. */
const PATIENCE = 300_000;

const PROMTOOL = "promtool";
const missing = spawnSync(PROMTOOL, ["--version"]).error !== undefined;
if (missing) console.log("NOT RUN: the alert rules' own tests: there is no promtool (Debian's package prometheus)");

function promtool(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(PROMTOOL, words, { encoding: "utf8", timeout: PATIENCE });
  return { passed: status === 0, text: stdout + stderr };
}

test("Prometheus reads the rules", { skip: missing }, () => {
  const { passed, text } = promtool("check", "rules", "prometheus/rules.yaml");
  assert.ok(passed, text);
});

test("each alert speaks when it should, and keeps quiet otherwise", { skip: missing }, () => {
  const { passed, text } = promtool("test", "rules", "prometheus/rules.test.yaml");
  assert.ok(passed, text);
});

test("a rule that is broken on purpose is found", { skip: missing }, () => {
  const folder = mkdtempSync(join(tmpdir(), "quakewire-rules-"));
  const rules = readFileSync("prometheus/rules.yaml", "utf8");
  const broken = rules.replace(
    "sum(quakewire_consumer_lag_records)) > 100",
    "sum(quakewire_consumer_lag_records)) > 1000",
  );
  assert.notEqual(broken, rules);
  writeFileSync(join(folder, "rules.yaml"), broken);
  writeFileSync(join(folder, "lag.test.yaml"), onlyLag(readFileSync("prometheus/rules.test.yaml", "utf8")));
  const { passed, text } = promtool("test", "rules", join(folder, "lag.test.yaml"));
  rmSync(folder, { recursive: true });
  assert.ok(!passed);
  assert.match(text, /alertname: ConsumerLag, time: 30m/);
});

/** The head of the file of scenarios, and of its scenarios the one about lag. */
function onlyLag(scenarios: string): string {
  const [head, ...others] = scenarios.split(/^(?= {2}- name: )/m);
  return head + others.filter((scenario) => scenario.includes("falls behind is another matter")).join("");
}
