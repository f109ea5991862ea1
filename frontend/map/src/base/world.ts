// Fetches the base map and unpacks it.

import type { GeoJSON } from "geojson";
import { feature } from "topojson-client";
import type { Objects, Topology } from "topojson-specification";
import type { World } from "./style";

export async function loadWorld(outlines: string, names: string): Promise<World> {
  const [topology, labels] = await Promise.all([fetchJson<Topology<Objects>>(outlines), fetchJson<GeoJSON>(names)]);
  const shape = (name: string) => {
    const object = topology.objects[name];
    if (!object) throw new Error(`the base map has no ${name}`);
    return feature(topology, object) as GeoJSON;
  };
  return { land: shape("land"), coast: shape("coast"), borders: shape("borders"), names: labels };
}

export async function fetchJson<T>(url: string, options?: RequestInit): Promise<T> {
  const response = await fetch(url, options);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return (await response.json()) as T;
}
