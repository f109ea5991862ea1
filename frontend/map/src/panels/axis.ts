// The timeline's axis: which time it spans, in bins of a round width, and where its labels stand.

import { DAY } from "../page/filter";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** As many bars as can still be told apart on a phone. */
const BINS = 120;
/** Bin widths in minutes that divide a day or that a day divides. */
const WIDTHS = [12, 20, 30, 45, 60, 90, 120, 180, 240, 360].map((minutes) => minutes * MINUTE);
/** The server keeps no more. */
const LONGEST = 30 * DAY;

export interface Axis {
  readonly start: number;
  readonly end: number;
  /** The width of a bin; bins begin at its multiples, so that bars do not flicker as time goes on. */
  readonly width: number;
}

/** The axis over the last `days`, and back to `reach` if that is earlier. */
export function axisOf(days: number, reach: number | null, now: number): Axis {
  const back = Math.min(LONGEST, Math.max(days * DAY, now - (reach ?? now)));
  const width = WIDTHS.find((each) => back / each <= BINS) ?? 6 * HOUR;
  const end = Math.ceil(now / width) * width;
  return { start: Math.floor((now - back) / width) * width, end, width };
}

/** Where a moment lies on the axis, from 0 to 1. */
export function share(axis: Axis, time: number): number {
  return Math.max(0, Math.min(1, (time - axis.start) / (axis.end - axis.start)));
}

/** Round moments of the reader's clock to label, at most `room` of them. */
export function ticks({ start, end }: Axis, room: number, utc: boolean): number[] {
  const hours = [1, 3, 6, 12, 24, 48, 120, 240, 360, 480, 600];
  const step = hours.find((each) => (end - start) / (each * HOUR) <= room) ?? 720;
  const times: number[] = [];
  if (step < 24) {
    // Local days may have 23 or 25 hours: count from each midnight anew.
    for (let day = startOfDay(start, utc); day < end; day = startOfDay(day + 1.5 * DAY, utc)) {
      for (let hour = 0; hour < 24; hour += step) times.push(day + hour * HOUR);
    }
  } else {
    // One and a half days later is always on the next day, whatever the clocks do.
    let index = 0;
    for (let day = startOfDay(start + DAY, utc); day < end; day = startOfDay(day + 1.5 * DAY, utc)) {
      if (index++ % (step / 24) === 0) times.push(day);
    }
  }
  return times.filter((time) => time >= start && time < end);
}

/** Midnight before a moment, on the reader's clock. */
export function startOfDay(time: number, utc: boolean): number {
  return utc ? Math.floor(time / DAY) * DAY : new Date(time).setHours(0, 0, 0, 0);
}
