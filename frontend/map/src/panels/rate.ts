// Earthquakes per hour or per day, on the reader's clock.

import { DAY } from "../page/filter";
import { startOfDay } from "./axis";

const HOUR = DAY / 24;
/** Up to so many days the hours tell more than the days. */
const HOURLY = 2;

export interface Rate {
  readonly hourly: boolean;
  /** Where each bin begins, and how many fell into it. The first and the last are cut by the window. */
  readonly bins: readonly { readonly start: number; readonly count: number }[];
}

export function rate(times: readonly number[], from: number, to: number, utc: boolean): Rate {
  const hourly = to - from <= HOURLY * DAY;
  const starts: number[] = [];
  if (hourly) for (let hour = Math.floor(from / HOUR) * HOUR; hour <= to; hour += HOUR) starts.push(hour);
  // A local day may have 25 hours, but never 36.
  else for (let day = startOfDay(from, utc); day <= to; day = startOfDay(day + 1.5 * DAY, utc)) starts.push(day);
  const counts = starts.map(() => 0);
  const first = starts[0] ?? from;
  for (const time of times) {
    // Days are not all of one length: the bin is this one or one beside it.
    let bin = Math.min(starts.length - 1, Math.floor((time - first) / (hourly ? HOUR : DAY)) + 1);
    while (bin >= 0 && (starts[bin] ?? 0) > time) bin--;
    if (bin >= 0) counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { hourly, bins: starts.map((start, index) => ({ start, count: counts[index] ?? 0 })) };
}
