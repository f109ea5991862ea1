// Draws how many earthquakes there were in each hour or day.

import { language, say } from "../page/messages";
import { HEIGHT, INSET, type Ticks, type Words, axes, nothing, scales } from "./chart";
import { dayLabel, hourLabel } from "./dates";
import { draw } from "./dom";
import type { Rate } from "./rate";
import { roundValues } from "./scale";

export function rateChart({ hourly, bins }: Rate): { words: Words; parts: SVGElement[] } {
  const title = say(hourly ? "statistics.per-hour" : "statistics.per-day");
  if (!bins.some(({ count }) => count > 0)) return { words: nothing(title), parts: [] };
  const label = (start: number) => (hourly ? hourLabel(start) : dayLabel(start));
  const most = bins.reduce((a, b) => (b.count > a.count ? b : a), { start: 0, count: 0 });
  const number = new Intl.NumberFormat(language());
  const scale = scales([0, bins.length], [0, most.count]);
  const upwards: Ticks = roundValues(0, most.count, 4)
    .filter(Number.isInteger)
    .map((n) => [n, number.format(n)]);
  const every = Math.ceil(bins.length / 6);
  const across: Ticks = bins.flatMap(({ start }, n) => (n % every === 0 ? [[n + 0.5, label(start)] as const] : []));
  const floor = HEIGHT - INSET.bottom;
  const bar = ({ count }: { count: number }, n: number) => {
    const [left, right] = [scale.x(n) + 0.5, scale.x(n + 1) - 0.5];
    return `M${left.toFixed(1)} ${floor}V${scale.y(count).toFixed(1)}H${right.toFixed(1)}V${floor}z`;
  };
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  return {
    words: {
      title,
      summary: say("statistics.rate-summary", {
        count: number.format(total),
        most: number.format(most.count),
        when: label(most.start),
      }),
      notes: [say("statistics.rate-note")],
      table: {
        head: [say(hourly ? "statistics.hour" : "statistics.day"), say("statistics.count")],
        rows: bins.map(({ start, count }) => [
          hourly ? `${dayLabel(start)} ${label(start)}` : label(start),
          number.format(count),
        ]),
      },
    },
    parts: [...axes(scale, across, upwards), draw("path", { class: "bars", d: bins.map(bar).join("") })],
  };
}
