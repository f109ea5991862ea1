// The region of the filter as it is drawn.

import assert from "node:assert/strict";
import { test } from "node:test";
import { boxBetween, outline } from "../src/box-outline";

test("an outline across the date line goes on beyond 180 degrees, and closes", () => {
  const points = outline([175, -25, -175, -10]).geometry.coordinates[0]!;
  const lons = points.map(([lon]) => lon!);
  assert.deepEqual([Math.min(...lons), Math.max(...lons)], [175, 185]);
  assert.deepEqual(points[0], points.at(-1));
});

test("an outline has a point at least every two degrees, so that it follows its parallels on the globe", () => {
  const points = outline([-30, 10, 60, 85]).geometry.coordinates[0]!;
  points.slice(1).forEach(([lon, lat], i) => {
    const [lon0, lat0] = points[i]!;
    assert.ok(Math.abs(lon! - lon0!) <= 2 && Math.abs(lat! - lat0!) <= 2);
  });
});

test("no box has no outline", () => assert.deepEqual(outline(null).geometry.coordinates, []));

test("a box is the same whichever corner it is drawn from", () => {
  const [a, b] = [{ lng: 170, lat: -10 }, { lng: 190, lat: -25 }];
  assert.deepEqual(boxBetween(a, b, false), [170, -25, -170, -10]);
  assert.deepEqual(boxBetween(b, a, false), [170, -25, -170, -10]);
});

test("on the globe a box goes the shorter way across the date line", () => {
  assert.deepEqual(boxBetween({ lng: 170, lat: 5 }, { lng: -170, lat: 15 }, true), [170, 5, -170, 15]);
  assert.deepEqual(boxBetween({ lng: -170, lat: 5 }, { lng: 170, lat: 15 }, true), [170, 5, -170, 15]);
});

test("a box around the whole flat world is all longitudes", () => {
  assert.deepEqual(boxBetween({ lng: -200, lat: -60 }, { lng: 170, lat: 60 }, false), [-180, -60, 180, 60]);
});
