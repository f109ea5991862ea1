// The region of the filter as lines on the map: along parallels, not along great circles, and across the date line.

import type { Feature, MultiLineString } from "geojson";
import type { Box } from "./page/view";

/** Degrees between points: on the globe a longer line would cut through the curve of its parallel. */
const STEP = 2;
/** Where the tiles of the map end. */
const LAST_LATITUDE = 85.05;

export function outline(box: Box | null): Feature<MultiLineString> {
  return { type: "Feature", properties: {}, geometry: { type: "MultiLineString", coordinates: box ? [ring(box)] : [] } };
}

/** Longitudes beyond 180 lie across the date line. */
function ring([west, south, east, north]: Box): [number, number][] {
  const right = east < west ? east + 360 : east;
  const [low, high] = [Math.max(south, -LAST_LATITUDE), Math.min(north, LAST_LATITUDE)];
  return [
    ...along([west, low], [right, low]),
    ...along([right, low], [right, high]),
    ...along([right, high], [west, high]),
    ...along([west, high], [west, low]),
    [west, low],
  ];
}

/** Points from one place up to the next, without that. */
function along([x0, y0]: [number, number], [x1, y1]: [number, number]): [number, number][] {
  const count = Math.max(1, Math.ceil(Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0)) / STEP));
  return Array.from({ length: count }, (_, i) => [x0 + ((x1 - x0) * i) / count, y0 + ((y1 - y0) * i) / count]);
}

/** The box between two corners as the map tells them: unwrapped on the flat map, within 180 degrees on the globe. */
export function boxBetween(a: { lng: number; lat: number }, b: { lng: number; lat: number }, globe: boolean): Box {
  const difference = b.lng - a.lng;
  // On the globe the two are never a half turn apart, so the shorter way is the one that was drawn.
  const turn = globe ? ((((difference + 180) % 360) + 360) % 360) - 180 : difference;
  const [west, east] = turn < 0 ? [a.lng + turn, a.lng] : [a.lng, a.lng + turn];
  const [south, north] = [Math.min(a.lat, b.lat), Math.max(a.lat, b.lat)];
  const whole = Math.abs(turn) >= 360;
  return [whole ? -180 : wrap(west), hundredths(south), whole ? 180 : wrap(east), hundredths(north)];
}

function wrap(lon: number): number {
  const within = ((((lon + 180) % 360) + 360) % 360) - 180;
  return hundredths(within);
}

function hundredths(degrees: number): number {
  return Math.round(degrees * 100) / 100;
}
