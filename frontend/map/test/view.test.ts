import assert from "node:assert/strict";
import { test } from "node:test";
import { admits } from "../src/page/filter";
import { USUAL, type View, readView, writeView } from "../src/page/view";
import type { Quake } from "../src/quake";
import filters from "./filters.json";
import views from "./views.json";

test("an address says the view that the server reads from it too", () => {
  for (const { search, view, written } of views as { search: string; view: Partial<View>; written?: string }[]) {
    assert.deepEqual(readView(search), { ...USUAL, ...view }, search);
    assert.equal(writeView(readView(search), search), written ?? search);
  }
});

test("a view admits the earthquakes that the server's admits", () => {
  const quakes: Quake[] = Object.values(filters.quakes);
  for (const { search, admitted } of filters.cases) {
    const view = readView(search);
    const ids = quakes.filter((quake) => admits(view, quake, filters.now)).map((quake) => quake.id);
    assert.deepEqual(ids, admitted, search);
  }
});
