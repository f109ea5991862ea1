// Draws how many earthquakes there are of each magnitude and above, on a logarithmic axis, with the law that fits them.

import { language, say } from "../page/messages";
import { type Ticks, type Words, axes, nothing, scales } from "./chart";
import { draw } from "./dom";
import { ENOUGH, type Frequency, type Law, type Refusal, expected } from "./gutenberg-richter";
import { roundValues } from "./scale";

export interface MagnitudeChart {
  words: Words;
  parts: SVGElement[];
}

/** There is no law either where a filter cuts the upper end off: "bounded". */
export function magnitudeChart(found: readonly Frequency[], law: Law | Refusal | "bounded"): MagnitudeChart {
  const first = found[0];
  const last = found.at(-1);
  const title = say("statistics.frequency");
  if (!first || !last) return { words: nothing(title), parts: [] };
  const decades = Math.max(1, Math.log10(first.cumulative) + 0.1);
  const range = [first.magnitude - 0.1, last.magnitude + 0.1] as const;
  const scale = scales(range, [0, decades]);
  const height = (count: number) => scale.y(Math.max(0, Math.log10(count)));
  const number = new Intl.NumberFormat(language());
  // There is no room beside the axis for 10,000.
  const short = new Intl.NumberFormat(language(), { notation: "compact" });
  const upwards: Ticks = Array.from({ length: Math.floor(decades) + 1 }, (_, n) => [n, short.format(10 ** n)]);
  const values = roundValues(...range, 6);
  const digits = values.every(Number.isInteger) ? 0 : 1;
  const across: Ticks = values.map((value) => [value, value.toFixed(digits)]);
  const dot = (count: number, at: number) =>
    `M${(scale.x(at) - 2).toFixed(1)} ${height(count).toFixed(1)}a2 2 0 1 0 4 0a2 2 0 1 0-4 0`;
  const single = found
    .filter(({ count }) => count > 0)
    .map(({ count, magnitude }) => square(scale.x(magnitude), height(count)));
  const parts: SVGElement[] = [
    ...axes(scale, across, upwards),
    draw("path", { class: "single", d: single.join("") }),
    draw("path", {
      class: "cumulative",
      d: found.map(({ cumulative, magnitude }) => dot(cumulative, magnitude)).join(""),
    }),
  ];
  if (typeof law === "object") parts.push(...lawLine(law, scale.x, height, last.magnitude));
  const finding = typeof law === "object" ? sentence(law) : say(`statistics.b-${law}`, { enough: ENOUGH });
  return {
    words: {
      title,
      summary: say("statistics.frequency-summary", {
        count: first.cumulative,
        from: first.magnitude.toFixed(1),
        to: last.magnitude.toFixed(1),
        finding,
      }),
      notes: [finding, say("statistics.frequency-key")],
      table: {
        head: [say("statistics.magnitude"), say("statistics.count"), say("statistics.cumulative")],
        rows: found.map((each) => [
          each.magnitude.toFixed(1),
          number.format(each.count),
          number.format(each.cumulative),
        ]),
      },
    },
    parts,
  };
}

function lawLine(law: Law, x: (value: number) => number, y: (count: number) => number, largest: number): SVGElement[] {
  // Down to one event, where the law ends for a catalogue of this size.
  const end = Math.min(law.a / law.b, largest + 0.1);
  const from = `${x(law.completeness).toFixed(1)} ${y(expected(law, law.completeness)).toFixed(1)}`;
  const to = `${x(end).toFixed(1)} ${y(expected(law, end)).toFixed(1)}`;
  return [
    draw("path", { class: "completeness", d: `M${x(law.completeness).toFixed(1)} ${y(1)}V${y(law.count).toFixed(1)}` }),
    draw("path", { class: "law", d: `M${from}L${to}` }),
  ];
}

function square(x: number, y: number): string {
  return `M${(x - 1.5).toFixed(1)} ${(y - 1.5).toFixed(1)}h3v3h-3z`;
}

function sentence(law: Law): string {
  return say("statistics.b", {
    b: law.b.toFixed(2),
    uncertainty: law.uncertainty.toFixed(2),
    completeness: law.completeness.toFixed(1),
    count: law.count,
  });
}
