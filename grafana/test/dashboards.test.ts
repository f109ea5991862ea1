// The dashboards: that they ask only for what is there, and that a person finds their way in them.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Dashboard, GridPos, Panel } from "@grafana/grafana-foundation-sdk/dashboard";
import * as units from "@grafana/grafana-foundation-sdk/units";
import { dashboards } from "../src/files";
import { DASHBOARDS, LOKI, PROMETHEUS, TAG } from "../src/places";
import { readLogql } from "./logql";
import { readPromql } from "./promql";
import { namesIn, vocabulary, words } from "./vocabulary";

type Query = { refId: string; expr: string; legendFormat?: string; datasource: { uid: string } };
type Place = { where: string; dashboard: Dashboard; panel: Panel };

const places: Place[] = Object.values(dashboards).flatMap((dashboard) =>
  (dashboard.panels ?? [])
    .filter((panel): panel is Panel => panel.type !== "row")
    .map((panel) => ({ where: `${dashboard.title}: ${panel.title}`, dashboard, panel })),
);
const queries = places.flatMap((place) =>
  (place.panel.targets as unknown as Query[]).map((query) => ({ ...place, query })),
);

function of({ uid }: { uid: string }) {
  return queries.filter(({ query }) => query.datasource.uid === uid);
}

test("every query of Prometheus names only what the code emits", () => {
  const problems = of(PROMETHEUS).flatMap(({ where, query }) =>
    readPromql(query.expr, vocabulary).problems.map((problem) => `${where}: ${problem}`),
  );
  assert.deepEqual(problems, []);
});

test("every query of Loki names only what log lines have", () => {
  const problems = of(LOKI).flatMap(({ where, query }) =>
    readLogql(query.expr, vocabulary).problems.map((problem) => `${where}: ${problem}`),
  );
  assert.deepEqual(problems, []);
});

test("each query asks one of the two data sources, and both are asked", () => {
  assert.equal(of(PROMETHEUS).length + of(LOKI).length, queries.length);
  assert.ok(of(PROMETHEUS).length > 80 && of(LOKI).length > 8);
});

test("every legend names a label that its series have", () => {
  for (const { where, query } of queries) {
    const { labels } =
      query.datasource.uid === LOKI.uid ? readLogql(query.expr, vocabulary) : readPromql(query.expr, vocabulary);
    for (const [, label] of query.legendFormat?.matchAll(/\{\{\s*(\w+)\s*\}\}/g) ?? []) {
      assert.ok(labels.has(label!), `${where}: {{${label}}}`);
    }
  }
});

test("the columns and marks made of log lines are fields and labels those lines have", () => {
  const picked = places.flatMap(({ where, panel }) =>
    (panel.transformations ?? []).flatMap(({ id, options }) => {
      const names: string[] =
        id === "organize"
          ? Object.keys(options.includeByName ?? {})
          : id === "groupBy"
            ? Object.keys(options.fields)
            : [];
      return names.map((name) => ({ where, panel, name: name.replace(/ \(first\)$/, "") }));
    }),
  );
  assert.ok(picked.length > 20);
  for (const { where, panel, name } of picked) {
    const { fields, labels } = readLogql((panel.targets as unknown as Query[])[0]!.expr, vocabulary);
    assert.ok(name === "Time" || fields.has(name) || labels.has(name), `${where}: ${name}`);
  }
});

test("the map takes its places, sizes and colours from columns it has", () => {
  const { panel } = places.find(({ panel }) => panel.type === "geomap")!;
  const columns = Object.values(panel.transformations!.find(({ id }) => id === "organize")!.options.renameByName);
  const marks = panel.options.layers.find((layer: { type: string }) => layer.type === "markers");
  const { color, size } = marks.config.style;
  for (const column of [marks.location.latitude, marks.location.longitude, color.field, size.field]) {
    assert.ok(columns.includes(column), column);
  }
});

test("the map asks no other host for a picture of the world", () => {
  const { panel } = places.find(({ panel }) => panel.type === "geomap")!;
  assert.doesNotMatch(JSON.stringify(panel.options), /https?:|"default"|"carto"|"osm-standard"|"esri-xyz"/);
});

test("every variable that a query uses is one of its dashboard's", () => {
  for (const { where, dashboard, query } of queries) {
    const known = dashboard.templating.list?.map(({ name }) => name) ?? [];
    for (const [, name] of query.expr.matchAll(/\$(\w+)/g)) {
      assert.ok(name!.startsWith("__") || known.includes(name!), `${where}: $${name}`);
    }
  }
});

test("every variable that asks for a label's values asks for one that is there", () => {
  const variables = Object.values(dashboards).flatMap(({ templating }) => templating.list ?? []);
  for (const { name, query } of variables) {
    if (typeof query !== "object") continue;
    const [, metric, label] = /^label_values\((\w+), (\w+)\)$/.exec(query.query ?? "") ?? [];
    if (metric) assert.ok(readPromql(metric, vocabulary).labels.has(label!), name);
    else assert.ok(vocabulary.labels.includes(query.label), name);
  }
});

test("every panel says what it shows, has a unit that Grafana knows, and colours for its values", () => {
  const known = new Set<string>(Object.values(units));
  for (const { where, panel } of places) {
    assert.ok((panel.description ?? "").length > 30, `${where}: its description is “${panel.description}”`);
    assert.ok(
      known.has(panel.fieldConfig?.defaults.unit ?? ""),
      `${where}: the unit ${panel.fieldConfig?.defaults.unit}`,
    );
    const steps = panel.fieldConfig?.defaults.thresholds?.steps ?? [];
    assert.equal(steps[0]?.value, null, where);
    const limits = steps.slice(1).map(({ value }) => value!);
    assert.deepEqual(
      limits,
      [...limits].sort((one, other) => one - other),
      where,
    );
  }
});

test("what a description names is there", () => {
  const known = words(vocabulary);
  const named = places.flatMap(({ where, panel }) => namesIn(panel.description ?? "").map((name) => ({ where, name })));
  assert.ok(named.length > 1);
  for (const { where, name } of named) assert.ok(known.has(name), `${where}: ${name}`);
});

test("panels and queries have names of their own, and no panel lies on another or leaves a hole", () => {
  for (const dashboard of Object.values(dashboards)) {
    const panels = dashboard.panels ?? [];
    assert.equal(new Set(panels.map(({ id }) => id)).size, panels.length);
    assert.equal(new Set(panels.map(({ title }) => title)).size, panels.length, dashboard.title);
    const cells = new Set<string>();
    for (const { title, gridPos } of panels) {
      for (const cell of covered(gridPos!)) {
        assert.ok(!cells.has(cell), `${dashboard.title}: ${title} lies on another panel`);
        cells.add(cell);
      }
    }
    const bottom = Math.max(...panels.map(({ gridPos }) => gridPos!.y + gridPos!.h));
    assert.equal(cells.size, 24 * bottom, `${dashboard.title}: a row of panels is not full`);
  }
  for (const { where, panel } of places) {
    const letters = (panel.targets as unknown as Query[]).map(({ refId }) => refId);
    assert.equal(new Set(letters).size, letters.length, where);
  }
});

test("each dashboard has the name that links use, and leads to all the others", () => {
  for (const [name, dashboard] of Object.entries(dashboards)) {
    assert.equal(dashboard.uid, DASHBOARDS[name as keyof typeof DASHBOARDS].uid);
    assert.deepEqual(dashboard.tags, [TAG]);
    assert.deepEqual(
      dashboard.links?.flatMap(({ tags }) => tags),
      [TAG],
    );
  }
});

test("a link to a trace sets a variable that the Logs dashboard has", () => {
  const links = JSON.stringify(Object.values(dashboards)).matchAll(/\/d\/([\w-]+)\?var-(\w+)=/g);
  const found = [...links].map(([, uid, variable]) => [uid, variable]);
  assert.ok(found.length >= 2);
  for (const [uid, variable] of found) {
    assert.equal(uid, DASHBOARDS.logs.uid);
    assert.ok(
      dashboards.logs.templating.list?.some(({ name }) => name === variable),
      variable,
    );
  }
});

function covered({ x, y, w, h }: GridPos): string[] {
  const across = Array.from({ length: w }, (_, column) => x + column);
  return Array.from({ length: h }, (_, row) => y + row).flatMap((row) => across.map((column) => `${column}/${row}`));
}
