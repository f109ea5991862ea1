// Writes world.json, the base map of the first look: the world's outlines as one small TopoJSON, and names.
// Usage: node tools/base-map.mjs <output directory>
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { topology } from "topojson-server";
import { countryNames, seaNames } from "./labels.mjs";
import { atlas, cut, lakes, shapes } from "./world.mjs";

const out = process.argv[2];
// The 1:110 million outlines are all that a whole globe can show; nearer, there are tiles.
const world = shapes(atlas("countries-110m"));

// Steps of a 28th of a degree (4 km): half a pixel at the zoom where tiles take over.
const QUANTA = 1e4;
const outlines = topology(
  {
    land: cut(world.land, "polygon"),
    coast: cut(world.coast, "line"),
    borders: cut(world.borders, "line"),
    lakes: cut(lakes("110m"), "polygon"),
  },
  QUANTA,
);

mkdirSync(out, { recursive: true });
// The names are of the finer outlines, which have the small island states.
const countries = countryNames(shapes(atlas("countries-50m")).countries);
writeFileSync(join(out, "world.json"), JSON.stringify({ outlines, countries, seas: seaNames() }));
