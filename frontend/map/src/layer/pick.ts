// Which earthquake is under the pointer: the nearest in proportion to its mark's size, as people aim at what they see.

import type { Quake } from "../quake";
import { EARTH_RADIUS_KM, FLAT_LATITUDE, unitVector } from "../sphere";
import { radius } from "./ramp";

export interface Point {
  x: number;
  y: number;
}

/** How the map shows places, as far as pointing at them goes. */
export interface Sight {
  zoom: number;
  globe: boolean;
  /** At the pointer. */
  kmPerPixel: number;
  project(lon: number, lat: number): Point;
}

/** Near the globe's edge a pixel is so many times as far as in its middle; further out nothing is told apart. */
const SLANT = 3;

/** The candidate under the pointer, which is at `point` on the screen and over `place`; marks may be missed by `slack`. */
export function pick(
  candidates: readonly Quake[],
  vectors: Float32Array,
  admitted: (quake: Quake) => boolean,
  point: Point,
  place: { lon: number; lat: number },
  sight: Sight,
  slack: number,
): Quake | undefined {
  const [x, y, z] = unitVector(place.lon, place.lat);
  const slant = sight.globe ? SLANT : 1.5;
  let best: Quake | undefined;
  let bestShare = 1;
  for (const [i, quake] of candidates.entries()) {
    const dot = x * (vectors[3 * i] ?? 0) + y * (vectors[3 * i + 1] ?? 0) + z * (vectors[3 * i + 2] ?? 0);
    const reach = radius(quake.mag, sight.zoom) + slack;
    // The chord's square, which for near places is the distance's; no cosine of a small angle has its digits.
    const limit = (reach * slant * sight.kmPerPixel) / EARTH_RADIUS_KM;
    if (2 - 2 * dot > limit * limit && !beyondTheFlatMap(quake, place, sight)) continue;
    const { x: left, y: top } = sight.project(quake.lon, flatLatitude(quake.lat, sight));
    const share = Math.hypot(left - point.x, top - point.y) / reach;
    if (share <= bestShare && admitted(quake)) [best, bestShare] = [quake, share];
  }
  return best;
}

// Near the poles the flat map draws at its edge what lies beyond it, however far that is.
function beyondTheFlatMap(quake: Quake, place: { lat: number }, sight: Sight): boolean {
  return !sight.globe && Math.abs(quake.lat) > FLAT_LATITUDE && Math.abs(place.lat) > FLAT_LATITUDE - 5;
}

function flatLatitude(lat: number, sight: Sight): number {
  return sight.globe ? lat : Math.max(-FLAT_LATITUDE, Math.min(FLAT_LATITUDE, lat));
}
