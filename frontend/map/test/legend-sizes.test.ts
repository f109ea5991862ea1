// The legend's circles are the map's.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { radius, zoomScale } from "../src/layer/ramp";
import { circles } from "../src/legend-sizes";

const MAGNITUDES = [3, 4, 5, 6, 7];
/** Where marks are as large as their magnitude alone makes them. */
const OPENING = 0.38 / 0.17;

test("the server's legend has the circles of the map about as it opens", () => {
  assert.equal(zoomScale(OPENING).toFixed(6), "1.000000");
  const source = readFileSync("../src/page/legend.rs", "utf8");
  for (const { magnitude, x, r } of circles(MAGNITUDES, OPENING)) {
    const tuple = `(${magnitude}, "${x.toFixed(1)}", "${r.toFixed(1)}")`;
    assert.ok(source.includes(tuple), tuple);
  }
});

test("circles are as large as marks at every zoom, side by side, and only as many as there is room for", () => {
  for (let zoom = -1; zoom <= 9; zoom += 0.5) {
    const shown = circles(MAGNITUDES, zoom);
    assert.ok(shown.length >= 4, `zoom ${zoom}`);
    for (const [i, { magnitude, x, r }] of shown.entries()) {
      assert.equal(r, radius(magnitude, zoom));
      const before = shown[i - 1];
      assert.ok(x - r > (before ? before.x + before.r : 0) && x + r <= 170, `zoom ${zoom}, magnitude ${magnitude}`);
    }
  }
});
