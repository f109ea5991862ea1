// Hides the names that would hang over the globe's edge into the sky.

import type { Feature, FeatureCollection, Point } from "geojson";
import type { Map as MapLibre } from "maplibre-gl";
import { outlineRadius, unitVector } from "../sphere";

/** Half of what a longer name takes, in pixels. */
const HALF_A_NAME = 38;

interface Place {
  source: string;
  id: string | number;
  at: [number, number, number];
  hidden: boolean;
}

/** The names of these sources are hidden near the edge, while the map shows a globe. `focal` is the camera's distance. */
export function keepNamesOffTheEdge(map: MapLibre, focal: () => number, sources: Record<string, FeatureCollection>) {
  const places = Object.entries(sources).flatMap(([source, { features }]) => features.flatMap((each) => place(source, each)));
  // Between the loss of the map's context and the style that is made anew there is nothing to hide.
  let styled = false;
  const look = () => {
    if (!styled) return;
    const centre = map.getCenter();
    const centreVector = unitVector(centre.lng, centre.lat);
    const globe = map.getProjection()?.type === "globe";
    const least = globe ? leastCosine(outlineRadius(map.getZoom(), centre.lat, focal()), focal()) : -1;
    for (const each of places) {
      const hidden = dot(each.at, centreVector) < least;
      if (hidden === each.hidden) continue;
      each.hidden = hidden;
      map.setFeatureState({ source: each.source, id: each.id }, { edge: hidden });
    }
  };
  map.on("style.load", () => {
    styled = true;
    for (const each of places) each.hidden = false;
    look();
  });
  map.on("webglcontextlost", () => (styled = false));
  map.on("load", look);
  map.on("move", look);
  map.on("projectiontransition", look);
}

/**
 * The cosine of the angle, seen from the globe's centre, beyond which a name reaches over an outline of this radius. In
 * the triangle of camera, centre and name, the camera looks past the name by `seen` and past the globe by `edge`.
 */
export function leastCosine(outline: number, focal: number): number {
  const edge = Math.atan2(outline, focal);
  const seen = Math.atan2(Math.max(0, outline - HALF_A_NAME), focal);
  return Math.cos(Math.asin(Math.sin(seen) / Math.sin(edge)) - seen);
}

function place(source: string, { id, geometry }: Feature): Place[] {
  if (id === undefined || geometry.type !== "Point") return [];
  const [lon = 0, lat = 0] = (geometry as Point).coordinates;
  return [{ source, id, at: unitVector(lon, lat), hidden: false }];
}

function dot(a: [number, number, number], b: [number, number, number]): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
