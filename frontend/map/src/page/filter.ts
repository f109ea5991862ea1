// Which earthquakes a view admits: the same rules as src/view.rs, both held to map/test/filters.json. The layer's shader
// has them once more, for the GPU.

import type { Quake } from "../quake";
import type { Box, View } from "./view";

export const DAY = 24 * 3600 * 1000;

/** Whether a view admits an earthquake at the moment `now` (milliseconds since 1970) or at the view's own. */
export function admits(view: View, quake: Quake, now: number): boolean {
  const moment = view.at ?? now;
  return (
    quake.time > moment - view.days * DAY &&
    // What is live may come from a clock ahead of ours; what is replayed has not happened yet.
    (view.at === null || quake.time <= view.at) &&
    within(quake.mag, view.minMagnitude, view.maxMagnitude) &&
    within(quake.depth, view.minDepth, view.maxDepth) &&
    (view.kinds === "all" || (view.kinds === "earthquake") === isEarthquake(quake)) &&
    (view.box === null || contains(view.box, quake.lon, quake.lat))
  );
}

export function isEarthquake(quake: Quake): boolean {
  return (quake.type ?? "earthquake") === "earthquake";
}

export function contains([west, south, east, north]: Box, lon: number, lat: number): boolean {
  const across = west <= east ? lon >= west && lon <= east : lon >= west || lon <= east;
  return across && lat >= south && lat <= north;
}

function within(value: number | null, min: number | null, max: number | null): boolean {
  if (value === null) return min === null && max === null;
  return (min === null || value >= min) && (max === null || value <= max);
}
