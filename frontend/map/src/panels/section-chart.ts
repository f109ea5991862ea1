// Draws the depth section: place along the view to the right, depth downwards, circles as on the map.

import { markClass } from "../layer/ramp";
import { language, say } from "../page/messages";
import { KM_PER_MILE, distance, miles } from "../page/preferences";
import type { Colour } from "../page/view";
import type { Quake } from "../quake";
import { type Scales, type Ticks, type Words, axes, nothing, scales } from "./chart";
import { draw } from "./dom";
import { greatest, ranked, values } from "./rank";
import { type Point, type Section, degrees } from "./section";
import { roundValues } from "./scale";

/** The strongest are drawn; more would be one blot. */
const POINTS = 1500;
/** A section of shallow earthquakes must not look deep. */
const SHALLOWEST_SCALE_KM = 50;

/** Coloured as on the map at the moment `now`. */
export function sectionChart(found: Section, colour: Colour, now: number): { words: Words; parts: SVGElement[] } {
  const title = say("statistics.section");
  if (found.points.length === 0) return { words: nothing(title), parts: [] };
  const depths = values(found.points, ({ depth }) => depth);
  const [shallowest, deepest] = [depths.reduce((a, b) => Math.min(a, b)), depths.reduce((a, b) => Math.max(a, b))];
  const middle = ranked(depths, Math.floor(depths.length / 2));
  const unit = miles() ? KM_PER_MILE : 1;
  const bottom = Math.max(SHALLOWEST_SCALE_KM, deepest * 1.05);
  const scale = scales([found.start, found.end], [bottom, Math.min(0, shallowest)]);
  const number = new Intl.NumberFormat(language());
  const downwards: Ticks = roundValues(0, bottom / unit, 4).map((depth) => [depth * unit, number.format(depth)]);
  const across: Ticks = roundValues(found.start, found.end, 4).map((place) => [place, degrees(place, found.along)]);
  const summary = say("statistics.section-summary", {
    count: number.format(found.points.length),
    length: distance(found.km),
    from: degrees(found.start, found.along),
    to: degrees(found.end, found.along),
    deepest: distance(deepest),
    middle: distance(middle),
  });
  const notes = [say(`statistics.section-${found.along}`, { unit: miles() ? "mi" : "km" })];
  if (found.points.length > POINTS) notes.push(say("statistics.section-strongest", { count: number.format(POINTS) }));
  return {
    words: { title, summary, notes },
    parts: [
      ...axes(scale, across, downwards),
      ...circles(found.points, scale, (quake) => markClass(colour, quake, now)),
    ],
  };
}

/** One path for each colour: thousands of elements would be slow to lay out. */
function circles(points: readonly Point[], { x, y }: Scales, classOf: (quake: Quake) => string): SVGElement[] {
  const strongest = greatest(points, POINTS, ({ quake }) => quake.mag ?? 0);
  const paths = new Map<string, string>();
  for (const { quake, place, depth } of strongest) {
    const r = Math.round((1.2 + Math.max(0, (quake.mag ?? 0) - 2.5) ** 1.3 * 0.9) * 10) / 10;
    const half = `a${r} ${r} 0 1 0 `;
    const circle = `M${(x(place) - r).toFixed(1)} ${y(depth).toFixed(1)}${half}${2 * r} 0${half}${-2 * r} 0`;
    const name = classOf(quake);
    paths.set(name, (paths.get(name) ?? "") + circle);
  }
  return [...paths].map(([name, d]) => draw("path", { class: `hypocentres ${name}`, d }));
}
