// Writes the base map the browser loads: land, coasts and borders as one TopoJSON, and where each country's name goes.
// Usage: node tools/base-map.mjs <output directory>
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { topology } from "topojson-server";
import { area, atlas, cut, shapes } from "./world.mjs";

const out = process.argv[2];
const world = shapes(atlas("countries-50m"));

// Steps of 0.01 degrees (1.1 km): as fine as the 1:50 million source, far coarser than its file.
const QUANTA = 3.6e4;
const outlines = topology(
  { land: cut(world.land, "polygon"), coast: cut(world.coast, "line"), borders: cut(world.borders, "line") },
  QUANTA,
);

/** The middle of a country's largest part, and the size that decides from which zoom its name shows. */
function label({ properties, geometry }) {
  const rings = cut(geometry, "polygon").coordinates.map(([ring]) => ring);
  if (rings.length === 0) return undefined;
  const largest = rings.reduce((a, b) => (Math.abs(area(b)) > Math.abs(area(a)) ? b : a));
  const [lon, lat] = centroid(largest);
  const size = Math.abs(area(largest)) * Math.cos((lat * Math.PI) / 180);
  return {
    type: "Feature",
    properties: { name: properties.name, size: Math.round(size * 10) / 10 },
    geometry: { type: "Point", coordinates: [round(lon), round(lat)] },
  };
}

function centroid(ring) {
  let x = 0;
  let y = 0;
  const total = area(ring) * 6;
  for (let i = 1; i < ring.length; i++) {
    const cross = ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1];
    x += (ring[i - 1][0] + ring[i][0]) * cross;
    y += (ring[i - 1][1] + ring[i][1]) * cross;
  }
  return [x / total, y / total];
}

const round = (degrees) => Math.round(degrees * 100) / 100;

const names = world.countries.map(label).filter(Boolean).sort((a, b) => b.properties.size - a.properties.size);

mkdirSync(out, { recursive: true });
writeFileSync(join(out, "world.json"), JSON.stringify(outlines));
writeFileSync(join(out, "names.json"), JSON.stringify({ type: "FeatureCollection", features: names }));
