// Projections and sizes that other files rely on.

import assert from "node:assert/strict";
import { test } from "node:test";
import { equalEarth } from "../src/equal-earth";
import { readFeatures } from "../src/quake";
import { depthClass, radius } from "../src/layer/ramp";
import { capBox, mercator, outlineRadius, unitVector, visibleCap, zoomForOutline } from "../src/sphere";

const near = (a: number, b: number, by: number) => assert.ok(Math.abs(a - b) < by, `${a} is not near ${b}`);

test("the zoom for an outline gives that outline", () => {
  for (const outline of [80, 309, 700]) near(outlineRadius(zoomForOutline(outline, 12, 1200), 12, 1200), outline, 1e-6);
});

test("the picture's frame is the server's: centre, pole and edges", () => {
  assert.deepEqual(equalEarth(155, 0), [1000, 487]);
  near(equalEarth(155, 90)[1], 0, 1);
  near(equalEarth(-24.999, 0)[0], 0, 1);
  near(equalEarth(-25.001, 0)[0], 2000, 1);
});

test("Mercator runs from the north-west corner", () => {
  assert.deepEqual(mercator(-180, 0), [0, 0.5]);
  near(mercator(0, 85.051129)[1], 0, 1e-4);
});

test("on the globe an event near a pole has its true place", () => {
  // MapLibre's projectToSphere, which the shader hands Mercator places to; in floats, as on the GPU.
  const sphere = (x: number, y: number) => {
    const t = Math.fround(Math.exp(Math.PI - Math.fround(y) * 2 * Math.PI));
    const [sine, cosine] = [(t * t - 1) / (t * t + 1), (2 * t) / (t * t + 1)];
    const lambda = Math.fround(x) * 2 * Math.PI - Math.PI;
    return [cosine * Math.cos(lambda), cosine * Math.sin(lambda), sine];
  };
  for (const [lon, lat] of [[10, 85], [-170, 88.2], [45, 89.9], [120, -89.5], [0, 90], [30, -90]] as const) {
    const there = unitVector(lon, lat);
    const drawn = sphere(...mercator(lon, lat));
    near(Math.hypot(...drawn.map((value, i) => value - there[i]!)), 0, 1e-5);
  }
});

test("the visible cap ends at the horizon, or at the screen's edge", () => {
  const wide = visibleCap(1, 0, 1200, 2000);
  const close = visibleCap(5, 0, 1200, 400);
  assert.ok(wide > 60 && wide < 90 && close < 10, `${wide}, ${close}`);
  // Near by, a pixel is as far as on the flat map.
  near(close, (400 * 360) / (512 * 32), 0.6);
});

test("a cap's box crosses the date line, and goes all around at a pole", () => {
  const [west, south, east, north] = capBox(175, -20, 10);
  assert.ok(west > 160 && east < -170 && south === -30 && north === -10, `${west}, ${east}`);
  assert.deepEqual(capBox(40, 85, 10), [-180, 75, 180, 90]);
});

test("depth classes are the server's", () => {
  assert.deepEqual([null, -1, 0, 34.9, 35, 299, 300, 701].map(depthClass), ["du", "d0", "d0", "d0", "d1", "d3", "d4", "d5"]);
});

test("circles grow with magnitude, and an unknown one is small", () => {
  assert.ok(radius(7, 2) > 3 * radius(4, 2));
  assert.equal(radius(null, 2), radius(0, 2));
});

test("what is no earthquake in an answer is passed over", () => {
  const good = { id: "a", updated: 1, time: 1, lon: 0, lat: 0, depth: null, mag: null, region: "" };
  assert.deepEqual(readFeatures({ features: [{ properties: good }, { properties: { id: 3 } }, {}] }), [good]);
  assert.deepEqual(readFeatures({}), []);
});
