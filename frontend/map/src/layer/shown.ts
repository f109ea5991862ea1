// What of the events is shown, as the shader is told it: a view's filter in the units of the records. A change of these
// uploads nothing. The rules are those of page/filter.ts.

import { DAY } from "../page/filter";
import type { View } from "../page/view";
import { mercator } from "../sphere";

/** Stands for "no bound": beyond every magnitude, depth, time and place. */
const FAR = 1e9;

export interface Shown {
  /** The moment that ages and rings are counted from; seconds from the layer's epoch. */
  now: number;
  /** After the first and up to the second, in the same seconds. */
  u_time: [number, number];
  u_magnitude: [number, number];
  /** In metres. */
  u_depth: [number, number];
  /** 0 all, 1 earthquakes, 2 all else. */
  u_kinds: number;
  /** West, north, east, south in Web Mercator. */
  u_box: [number, number, number, number];
}

/** What a view shows at `now`; both that and `epoch` in milliseconds since 1970. */
export function shown(view: View, now: number, epoch: number): Shown {
  const moment = view.at ?? now;
  const seconds = (time: number) => (time - epoch) / 1000;
  const bounds = (min: number | null, max: number | null, unit: number): [number, number] => [
    min === null ? -FAR : min * unit,
    max === null ? FAR : max * unit,
  ];
  const [west, south, east, north] = view.box ?? [];
  const corner = (lon: number | undefined, lat: number | undefined) =>
    lon === undefined || lat === undefined ? null : mercator(lon, lat);
  const [x0, y0] = corner(west, north) ?? [-FAR, -FAR];
  const [x1, y1] = corner(east, south) ?? [FAR, FAR];
  return {
    now: seconds(moment),
    // What is live may come from a clock ahead of ours; what is replayed has not happened yet.
    u_time: [seconds(moment - view.days * DAY), view.at === null ? FAR : seconds(moment)],
    u_magnitude: bounds(view.minMagnitude, view.maxMagnitude, 1),
    u_depth: bounds(view.minDepth, view.maxDepth, 1000),
    u_kinds: { all: 0, earthquake: 1, other: 2 }[view.kinds],
    u_box: [x0, y0, x1, y1],
  };
}

/** Chooses everything, whatever the view: for the one event that is chosen. */
export function everything(shown: Shown): Shown {
  return {
    now: shown.now,
    u_time: [-FAR, FAR],
    u_magnitude: [-FAR, FAR],
    u_depth: [-FAR, FAR],
    u_kinds: 0,
    u_box: [-FAR, -FAR, FAR, FAR],
  };
}
