// Fetches the base map of the first look and unpacks it.

import type { FeatureCollection, GeoJSON } from "geojson";
import { feature } from "topojson-client";
import type { Objects, Topology } from "topojson-specification";
import type { World } from "./style";

/** Where a name goes and from which zoom, as tools/base-map.mjs writes it. */
type Name = [name: string, lon: number, lat: number, zoom: number];

interface File {
  outlines: Topology<Objects>;
  countries: Name[];
  seas: Name[];
}

/** `tiles` is the address of the tiles with {z}, {x} and {y}. */
export async function loadWorld(file: string, tiles: string): Promise<World> {
  const { outlines, countries, seas } = await fetchJson<File>(file);
  const shape = (name: string) => {
    const object = outlines.objects[name];
    if (!object) throw new Error(`the base map has no ${name}`);
    return feature(outlines, object) as GeoJSON;
  };
  return {
    land: shape("land"),
    lakes: shape("lakes"),
    coast: shape("coast"),
    borders: shape("borders"),
    countries: points(countries),
    seas: points(seas),
    // Tiles are fetched by a worker, to which a path alone means nothing.
    tiles: location.origin + tiles,
  };
}

/** The order is the rank: what comes first wins where there is room for one. */
function points(names: Name[]): FeatureCollection {
  return {
    type: "FeatureCollection",
    features: names.map(([name, lon, lat, zoom], rank) => ({
      type: "Feature",
      id: rank,
      properties: { name, zoom, rank },
      geometry: { type: "Point", coordinates: [lon, lat] },
    })),
  };
}

export async function fetchJson<T>(url: string, options?: RequestInit): Promise<T> {
  const response = await fetch(url, options);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return (await response.json()) as T;
}
