// Cuts the base map into vector tiles: <output directory>/<z>/<x>/<y>.gz, packed as they will be served.
// Usage: node tools/tiles.mjs <output directory>
//
// Layers: sea (all of the tile), land, coast, borders, lakes, cities. The sea is there to cover the coarse outlines
// that are drawn below until a tile has come; a tile where even those show nothing is not written.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { GeoJSONVT } from "@maplibre/geojson-vt";
import { fromGeojsonVt } from "@maplibre/vt-pbf";
import { cities } from "./labels.mjs";
import { atlas, cut, lakes, shapes } from "./world.mjs";

const out = process.argv[2];

// Below 2 the coarse outlines do; at 5 a step of a tile is 300 m, which is what the 1:10 million outlines know.
const FIRST = 2;
const LAST = 5;
// MapLibre's own, so that a tile needs no other number.
const EXTENT = 4096;

const world = shapes(atlas("countries-10m"));
const coarse = shapes(atlas("countries-110m"));
const feature = (geometry) => ({ type: "Feature", properties: {}, geometry });
const everywhere = { type: "Polygon", coordinates: [[[-180, -90], [180, -90], [180, 90], [-180, 90], [-180, -90]]] };

const index = (data, tolerance = 5) =>
  new GeoJSONVT(data, { maxZoom: LAST, indexMaxZoom: LAST, indexMaxPoints: 0, tolerance, extent: EXTENT, buffer: 64 });

const layers = {
  sea: index(feature(everywhere)),
  land: index(feature(cut(world.land, "polygon"))),
  coast: index(feature(cut(world.coast, "line"))),
  borders: index(feature(cut(world.borders, "line"))),
  lakes: index(feature(cut(lakes("50m"), "polygon"))),
  cities: index({ type: "FeatureCollection", features: cities() }),
};
const below = index(feature(cut(coarse.land, "polygon")));

for (let z = FIRST; z <= LAST; z++) {
  for (let x = 0; x < 2 ** z; x++) {
    for (let y = 0; y < 2 ** z; y++) {
      const tile = {};
      for (const [name, layer] of Object.entries(layers)) {
        const features = (layer.getTile(z, x, y)?.features ?? []).filter(({ tags }) => (tags.zoom ?? 0) <= z);
        if (features.length > 0) tile[name] = { features };
      }
      const shows = Object.keys(tile).some((name) => name !== "sea") || below.getTile(z, x, y)?.features.length > 0;
      if (shows) write(z, x, y, tile);
    }
  }
}

function write(z, x, y, tile) {
  for (const { features } of Object.values(tile)) for (const { tags } of features) delete tags?.zoom;
  const folder = join(out, `${z}`, `${x}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${y}.gz`), gzipSync(fromGeojsonVt(tile, { version: 2, extent: EXTENT }), { level: 9 }));
}
