// Which earthquake is under the pointer: the nearest in proportion to its mark's size, as people aim at what they see.

import type { Quake } from "../quake";
import { EARTH_RADIUS_KM, FLAT_LATITUDE, unitVector } from "../sphere";
import { size, zoomScale } from "./ramp";

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

/** Numbers in each record of what `target` writes. */
export const TARGET = 4;

/** What pointing at an earthquake takes, for all of them to be looked at with each move of the pointer. */
export function target({ lon, lat, mag }: Quake): [number, number, number, number] {
  return [...unitVector(lon, lat), size(mag)];
}

/** The candidate under the pointer, which is at `point` on the screen and over `place`; marks may be missed by `slack`. */
export function pick(
  candidates: readonly Quake[],
  targets: Float64Array,
  admitted: (quake: Quake) => boolean,
  point: Point,
  place: { lon: number; lat: number },
  sight: Sight,
  slack: number,
): Quake | undefined {
  const [x, y, z] = unitVector(place.lon, place.lat);
  const scale = zoomScale(sight.zoom);
  const kilometres = (sight.globe ? SLANT : 1.5) * sight.kmPerPixel;
  const edge = !sight.globe && Math.abs(place.lat) > FLAT_LATITUDE - 5;
  let best: Quake | undefined;
  let bestShare = 1;
  for (let i = 0, at = 0; i < candidates.length; i++, at += TARGET) {
    const dot = x * (targets[at] ?? 0) + y * (targets[at + 1] ?? 0) + z * (targets[at + 2] ?? 0);
    const reach = (targets[at + 3] ?? 0) * scale + slack;
    // The chord, which for near places is the distance. In 32 bits its square would be wrong by kilometres.
    const limit = (reach * kilometres) / EARTH_RADIUS_KM;
    const quake = candidates[i];
    if (!quake || (2 - 2 * dot > limit * limit && !(edge && Math.abs(quake.lat) > FLAT_LATITUDE))) continue;
    const { x: left, y: top } = sight.project(quake.lon, flatLatitude(quake.lat, sight));
    const share = Math.hypot(left - point.x, top - point.y) / reach;
    if (share <= bestShare && admitted(quake)) [best, bestShare] = [quake, share];
  }
  return best;
}

// Near the poles the flat map draws at its edge what lies beyond it, however far that is.
function flatLatitude(lat: number, sight: Sight): number {
  return sight.globe ? lat : Math.max(-FLAT_LATITUDE, Math.min(FLAT_LATITUDE, lat));
}
