// From log lines to columns: a line is one JSON object, and its fields become the columns of a table or the marks of a
// map.

import type { DataTransformerConfig } from "@grafana/grafana-foundation-sdk/dashboard";

/** Loki's own column with a line's time. */
const TIME = "Time";

/** The named labels and fields of each line, in this order, under the names given. Those not named are left out. */
export function columns(names: Record<string, string>): DataTransformerConfig[] {
  return [take("labels"), take("Line"), pick({ [TIME]: "Time", ...names })];
}

/** As `columns`, but of all lines with the same `key` the newest only: Loki gives the newest line first. */
export function newestOf(key: string, names: Record<string, string>): DataTransformerConfig[] {
  const others = Object.keys(names).filter((name) => name !== key);
  const aggregated = Object.fromEntries(
    [TIME, ...others].map((name) => [name, { operation: "aggregate", aggregations: ["first"] }]),
  );
  const group = {
    id: "groupBy",
    options: { fields: { [key]: { operation: "groupby", aggregations: [] }, ...aggregated } },
  };
  const renamed = Object.entries(names).map(([name, title]) => [name === key ? name : first(name), title] as const);
  return [take("Line"), group, pick({ [first(TIME)]: "Time", ...Object.fromEntries(renamed) })];
}

function first(name: string): string {
  return `${name} (first)`;
}

/** What is in Loki's column of labels, or in that of lines, as columns of their own beside the others. */
function take(source: "labels" | "Line"): DataTransformerConfig {
  return { id: "extractFields", options: { source, format: "json", keepTime: false, replace: false } };
}

function pick(names: Record<string, string>): DataTransformerConfig {
  const kept = Object.keys(names);
  return {
    id: "organize",
    options: {
      includeByName: Object.fromEntries(kept.map((name) => [name, true])),
      indexByName: Object.fromEntries(kept.map((name, place) => [name, place])),
      renameByName: names,
    },
  };
}
