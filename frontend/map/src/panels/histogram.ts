// How many earthquakes fell into each bin of the timeline, and which are strong enough to be marked one by one.

import { admits } from "../page/filter";
import type { View } from "../page/view";
import type { Quake } from "../quake";
import type { Axis } from "./axis";

/** From here on an earthquake may do damage: about one a day in the world. */
export const STRONG = 5.5;
/** More marks than this would be a bar of their own. */
const MARKS = 80;
/** Longer than any axis. */
const ALWAYS = 1000;

export interface Histogram {
  readonly counts: readonly number[];
  readonly total: number;
  /** How many are strong. */
  readonly strong: number;
  /** The strongest of them, weakest first so that they are drawn on top. */
  readonly marked: readonly Quake[];
}

/** Counts what the view admits anywhere on the axis, whatever moment and window the view itself has. */
export function histogram(quakes: Iterable<Quake>, view: View, axis: Axis): Histogram {
  const everything: View = { ...view, at: null, days: ALWAYS };
  const counts = new Array<number>(Math.round((axis.end - axis.start) / axis.width)).fill(0);
  const strong: Quake[] = [];
  let total = 0;
  for (const quake of quakes) {
    // The feed's clock may be a little ahead of ours.
    const bin = Math.min(counts.length - 1, Math.floor((quake.time - axis.start) / axis.width));
    if (bin < 0 || !admits(everything, quake, axis.end)) continue;
    counts[bin] = (counts[bin] ?? 0) + 1;
    total += 1;
    if ((quake.mag ?? 0) >= STRONG) strong.push(quake);
  }
  strong.sort((a, b) => (a.mag ?? 0) - (b.mag ?? 0));
  return { counts, total, strong: strong.length, marked: strong.slice(-MARKS) };
}
