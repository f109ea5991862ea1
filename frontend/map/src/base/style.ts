// The base map as a MapLibre style. The world's coarse outlines are there from the start; nearer than a whole globe,
// tiles cover them as they come, so that land is never blank. All of it is from our own files.

import type { FeatureCollection, GeoJSON, MultiLineString } from "geojson";
import type { LayerSpecification, StyleSpecification } from "maplibre-gl";
import { FIRST_NAME, names } from "./names";
import { PALETTE } from "./palette";
import type { Theme } from "../layer/ramp";

export type Projection = "globe" | "mercator";

/** What the base map of the first look is made of. */
export interface World {
  land: GeoJSON;
  lakes: GeoJSON;
  coast: GeoJSON;
  borders: GeoJSON;
  countries: FeatureCollection;
  seas: FeatureCollection;
  /** Where the tiles are, with {z}, {x} and {y}. */
  tiles: string;
}

/** Layer of the base map below which the earthquakes go. */
export const FIRST_LABEL = FIRST_NAME;

/** As tools/tiles.mjs cuts them. Nearer than the last zoom its tiles are enlarged. */
const TILES = { minzoom: 2, maxzoom: 5 };
/** Farther away than this no tile is fetched: a globe or a flat world in a window of usual size shows none finer. */
const NEAR = 2.5;

export function style(theme: Theme, projection: Projection, world: World): StyleSpecification {
  const colour = PALETTE[theme];
  const coarse = (data: GeoJSON) => ({ type: "geojson" as const, data, maxzoom: 4, tolerance: 0.25 });
  return {
    version: 8,
    projection: { type: projection },
    sources: {
      land: coarse(world.land),
      lakes: coarse(world.lakes),
      coast: coarse(world.coast),
      borders: coarse(world.borders),
      tiles: { type: "vector", tiles: [world.tiles], ...TILES },
      graticule: { type: "geojson", data: graticule(), maxzoom: 4 },
      countries: { type: "geojson", data: world.countries, maxzoom: 2 },
      seas: { type: "geojson", data: world.seas, maxzoom: 2 },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colour.sea } },
      fill("land", colour.land),
      fill("lakes", colour.lake),
      hairline("borders", colour.border, [0.5, 1.2]),
      hairline("coast", colour.coast, [0.4, 1]),
      fill("sea", colour.sea, true),
      fill("land", colour.land, true),
      fill("lakes", colour.lake, true),
      hairline("graticule", colour.graticule, [0.8, 0.8]),
      hairline("borders", colour.border, [0.5, 1.2], true),
      hairline("coast", colour.coast, [0.4, 1], true),
      ...names(colour),
    ],
  };
}

/** What of the style the theme decides: layer, property, value. A map can take these one by one and keep the rest. */
export function paints(theme: Theme): [layer: string, property: string, value: string][] {
  const colour = PALETTE[theme];
  const fills = { land: colour.land, lakes: colour.lake };
  const lines = { borders: colour.border, coast: colour.coast };
  const text = (layer: string, own: string, halo: string): [string, string, string][] => [
    [layer, "text-color", own],
    [layer, "text-halo-color", halo],
  ];
  return [
    ["sea", "background-color", colour.sea],
    ["near sea", "fill-color", colour.sea],
    ["graticule", "line-color", colour.graticule],
    ...["", "near "].flatMap((near) => [
      ...Object.entries(fills).map(([name, value]) => [near + name, "fill-color", value] as [string, string, string]),
      ...Object.entries(lines).map(([name, value]) => [near + name, "line-color", value] as [string, string, string]),
    ]),
    ...text("seas", colour.seaLabel, colour.seaHalo),
    ...text("countries", colour.label, colour.labelHalo),
    ...text("cities", colour.label, colour.labelHalo),
  ];
}

/** A layer of the coarse outlines, or of the tiles. */
function of(name: string, near: boolean) {
  return near
    ? { id: `near ${name}`, source: "tiles", "source-layer": name, minzoom: NEAR }
    : { id: name, source: name };
}

function fill(name: string, colour: string, near = false): LayerSpecification {
  // Smoothed edges of the sea would show as seams between tiles.
  return { ...of(name, near), type: "fill", paint: { "fill-color": colour, "fill-antialias": name !== "sea" } };
}

/** A line whose width grows from zoom 0 to 6. */
function hairline(name: string, colour: string, [far, close]: [number, number], near = false): LayerSpecification {
  return {
    ...of(name, near),
    type: "line",
    paint: { "line-color": colour, "line-width": ["interpolate", ["linear"], ["zoom"], 0, far, 6, close] },
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
