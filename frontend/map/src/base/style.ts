// The base map as a MapLibre style: sea, land, borders, a graticule, names of countries. All of it from our own files.

import type { GeoJSON, MultiLineString } from "geojson";
import type { StyleSpecification } from "maplibre-gl";
import { PALETTE } from "./palette";
import type { Theme } from "../layer/ramp";

export type Projection = "globe" | "mercator";

/** What the base map is made of. */
export interface World {
  land: GeoJSON;
  coast: GeoJSON;
  borders: GeoJSON;
  names: GeoJSON;
}

/** Layers of the base map below which the earthquakes go. */
export const FIRST_LABEL = "names";

export function style(theme: Theme, projection: Projection, world: World): StyleSpecification {
  const colour = PALETTE[theme];
  const hairline = (from: number, to: number) =>
    ["interpolate", ["linear"], ["zoom"], 0, from, 6, to] as ["interpolate", ["linear"], ["zoom"], ...number[]];
  return {
    version: 8,
    projection: { type: projection },
    sources: {
      land: { type: "geojson", data: world.land, maxzoom: 6, tolerance: 0.25 },
      coast: { type: "geojson", data: world.coast, maxzoom: 6, tolerance: 0.25 },
      borders: { type: "geojson", data: world.borders, maxzoom: 6, tolerance: 0.25 },
      names: { type: "geojson", data: world.names, maxzoom: 2 },
      graticule: { type: "geojson", data: graticule(), maxzoom: 4 },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colour.sea } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": colour.land } },
      {
        id: "graticule",
        type: "line",
        source: "graticule",
        paint: { "line-color": colour.graticule, "line-width": 0.8 },
      },
      {
        id: "borders",
        type: "line",
        source: "borders",
        paint: { "line-color": colour.border, "line-width": hairline(0.5, 1.2) },
      },
      {
        id: "coast",
        type: "line",
        source: "coast",
        paint: { "line-color": colour.coast, "line-width": hairline(0.4, 1) },
      },
      {
        id: FIRST_LABEL,
        type: "symbol",
        source: "names",
        // Large countries first; the small ones as one comes nearer. Sizes are in square degrees.
        filter: [">=", ["get", "size"], ["step", ["zoom"], 600, 1, 220, 2, 40, 3, 8, 4, 1, 5, 0]],
        layout: {
          "text-field": ["get", "name"],
          "text-font": ["Inter Variable", "system-ui", "sans-serif"],
          "text-size": ["interpolate", ["linear"], ["zoom"], 1, 10, 5, 13],
          "text-letter-spacing": 0.06,
          "text-max-width": 7,
          "text-padding": 8,
          "symbol-sort-key": ["-", 0, ["get", "size"]],
        },
        paint: { "text-color": colour.label, "text-halo-color": colour.labelHalo, "text-halo-width": 1.2 },
      },
    ],
  };
}

/** Meridians and parallels every 30 degrees. */
function graticule(): MultiLineString {
  const range = (from: number, to: number, step: number) =>
    Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);
  const meridians = range(-180, 150, 30).map((lon) => range(-80, 80, 2).map((lat) => [lon, lat]));
  const parallels = range(-60, 60, 30).map((lat) => range(-180, 180, 2).map((lon) => [lon, lat]));
  return { type: "MultiLineString", coordinates: [...meridians, ...parallels] };
}
