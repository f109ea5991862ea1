// The catalogue keeps the newest report of each earthquake, whatever the order they come in.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Catalogue } from "../src/catalogue";
import type { Quake } from "../src/quake";

const quake = (id: string, updated: number, time = updated): Quake => ({
  id,
  updated,
  time,
  lon: 0,
  lat: 0,
  depth: null,
  mag: null,
  region: "",
});

test("any order and any repetition give the same state", () => {
  const reports = [quake("a", 1), quake("a", 3), quake("b", 2), quake("a", 2), quake("a", 3)];
  const forwards = new Catalogue();
  const backwards = new Catalogue();
  for (const report of reports) forwards.merge(report);
  for (const report of reports.toReversed()) backwards.merge(report);
  assert.deepEqual(forwards.byTime(), backwards.byTime());
  assert.equal(forwards.get("a")?.updated, 3);
});

test("only news counts as a change", () => {
  const catalogue = new Catalogue();
  assert.equal(catalogue.merge(quake("a", 2)), true);
  assert.equal(catalogue.merge(quake("a", 2)), false);
  assert.equal(catalogue.merge(quake("a", 1)), false);
});

test("what left the window is let go", () => {
  const catalogue = new Catalogue();
  catalogue.merge(quake("old", 1, 10));
  catalogue.merge(quake("new", 1, 20));
  assert.equal(catalogue.forgetBefore(15, null), true);
  assert.deepEqual(catalogue.byTime().map(({ id }) => id), ["new"]);
  assert.equal(catalogue.forgetBefore(15, null), false);
});

test("the chosen one stays, however old", () => {
  const catalogue = new Catalogue();
  catalogue.merge(quake("old", 1, 10));
  assert.equal(catalogue.forgetBefore(15, "old"), false);
  assert.equal(catalogue.get("old")?.time, 10);
  assert.equal(catalogue.forgetBefore(15, null), true);
});

test("whoever listens hears of each change once, and of many as one", () => {
  const catalogue = new Catalogue();
  const heard: (string | null)[] = [];
  catalogue.onChange((changed) => heard.push(changed?.id ?? null));
  catalogue.merge(quake("a", 2));
  catalogue.merge(quake("a", 1));
  catalogue.mergeAll([quake("b", 1), quake("c", 1)]);
  catalogue.forgetBefore(0, null);
  assert.deepEqual(heard, ["a", null]);
});
