// Writes the coastline of the server's first picture: Equal Earth centred on 155 degrees east, as one compact SVG path.
// Run by hand when the picture's geometry changes: npm run first-picture
import { writeFileSync } from "node:fs";
import { geoEqualEarth, geoPath } from "d3-geo";
import { atlas, shapes } from "./world.mjs";

// The picture's frame, also known to src/page/world.rs, which puts the events in it.
const SIZE = [2000, 974];
const CENTRE = -155;

const projection = geoEqualEarth().rotate([CENTRE, 0]).fitSize(SIZE, { type: "Sphere" }).precision(0.5);
const path = geoPath(projection);

/** Whole units, relative steps, no needless separators: a third of the size of the path as d3 writes it. */
function compact(drawn) {
  let text = "";
  let [x, y] = [0, 0];
  for (const [segment] of drawn.matchAll(/[MLZ][^MLZ]*/g)) {
    if (segment === "Z") {
      text += "z";
      continue;
    }
    const [toX, toY] = segment.slice(1).split(",").map((value) => Math.round(Number(value)));
    const [dx, dy] = [toX - x, toY - y];
    if (segment[0] === "M") text += `M${toX} ${toY}`;
    else if (dx !== 0 || dy !== 0) text += `l${dx}${dy < 0 ? "" : " "}${dy}`;
    else continue;
    [x, y] = [toX, toY];
  }
  return text;
}

const folder = new URL("../../src/page/world/", import.meta.url);
const { land } = shapes(atlas("land-110m"));
writeFileSync(new URL("land.path", folder), compact(path(land)));
writeFileSync(new URL("sphere.path", folder), compact(path({ type: "Sphere" })));
