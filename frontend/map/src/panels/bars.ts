// The bars of the timeline and the marks of strong earthquakes above them, as one SVG.

import { markClass } from "../layer/ramp";
import type { Colour } from "../page/view";
import { type Axis, share } from "./axis";
import { draw } from "./dom";
import type { Histogram } from "./histogram";

/** Above the bars: where the marks stand. */
const MARKS = 14;
/** One earthquake must be seen beside a swarm. */
const SHORTEST = 3;
const GAP = 1;

export class Bars {
  readonly element = draw("svg", { "aria-hidden": "true" });

  /** Marks are coloured as on the map. */
  draw({ counts, marked }: Histogram, axis: Axis, colour: Colour, [width, height]: readonly [number, number]): void {
    const most = Math.max(1, ...counts);
    const pitch = width / counts.length;
    const thickness = Math.max(1, pitch - (pitch > 3 ? 2 * GAP : GAP));
    const room = height - MARKS - SHORTEST;
    // The root keeps single earthquakes readable in the week of a great aftershock sequence.
    const path = counts.flatMap((count, bin) => {
      if (count === 0) return [];
      const tall = SHORTEST + room * Math.sqrt(count / most);
      const x = bin * pitch + (pitch - thickness) / 2;
      return `M${x.toFixed(1)} ${height}v${(-tall).toFixed(1)}h${thickness.toFixed(1)}v${tall.toFixed(1)}z`;
    });
    const marks = marked.map((quake) =>
      draw("circle", {
        class: markClass(colour, quake, axis.end),
        cx: (share(axis, quake.time) * width).toFixed(1),
        cy: MARKS / 2,
        r: 2 + ((quake.mag ?? 0) - 5) * 0.8,
      }),
    );
    this.element.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.element.replaceChildren(draw("path", { d: path.join("") }), ...marks);
  }
}
