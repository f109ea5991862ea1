import assert from "node:assert/strict";
import { test } from "node:test";
import { mend } from "../src/base/date-line";
import { leastCosine } from "../src/base/edge";
import { overlayLayers } from "../src/base/overlay-style";
import { tooth } from "../src/base/tooth";

const lines = (...coordinates: number[][][]) => ({
  type: "FeatureCollection" as const,
  features: [{ type: "Feature" as const, properties: {}, geometry: { type: "MultiLineString" as const, coordinates } }],
});

test("a line that jumps across the date line is cut there", () => {
  const { geometry } = mend(lines([[178, -20], [179, -20], [-179, -16], [-178, -16]])).features[0]!;
  assert.deepEqual(geometry, {
    type: "MultiLineString",
    coordinates: [
      [[178, -20], [179, -20], [180, -18]],
      [[-180, -18], [-179, -16], [-178, -16]],
    ],
  });
});

test("a line that is cut already, or never comes there, stays as it is", () => {
  const good = lines([[179, 1], [180, 2]], [[-180, 2], [-179, 3]], [[-10, 0], [10, 0]]);
  assert.deepEqual(mend(good), good);
});

test("a line that touches the date line from the other side gets no part without length around the world", () => {
  const { geometry } = mend(lines([[179, 5], [-180, 7]])).features[0]!;
  assert.deepEqual(geometry, { type: "MultiLineString", coordinates: [[[179, 5], [180, 7]], [[-180, 7], [-180, 7]]] });
});

test("names are hidden where they would reach over the edge of the globe, as the camera sees it", () => {
  const [focal, outline] = [1200, 438];
  const angle = Math.acos(leastCosine(outline, focal));
  // The globe's radius from its outline, then where a point at that angle appears.
  const radius = (outline ** 2 + outline * Math.hypot(outline, focal)) / focal;
  const seen = (focal * radius * Math.sin(angle)) / (focal + radius * (1 - Math.cos(angle)));
  assert.ok(Math.abs(outline - seen - 38) < 1e-6, `${outline - seen} pixels from the edge`);
});

test("every layer of an overlay is told from those of the base map and has the overlay's colour", () => {
  for (const { id, paint } of overlayLayers("overlay plates", "#123456")) {
    assert.match(id, /^overlay plates /);
    assert.ok(Object.values(paint ?? {}).includes("#123456"), id);
  }
});

test("a tooth is widest at its foot and empty at its upper corners", () => {
  const { width, data } = tooth();
  const inside = (x: number, y: number) => (data[(y * width + x) * 4 + 3] ?? 0) > 191;
  assert.deepEqual([inside(1, width - 1), inside(12, width - 1), inside(1, 1), inside(12, 1)], [true, true, false, true]);
});
