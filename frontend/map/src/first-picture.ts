// Keeps the server's SVG picture of the world current, for as long as it is what people see.

import { equalEarth } from "./equal-earth";
import { markClass } from "./layer/ramp";
import { now } from "./page/clock";
import { admits } from "./page/filter";
import type { View } from "./page/view";
import { type Quake, shape } from "./quake";

const SVG = "http://www.w3.org/2000/svg";
/** What the eye can still tell apart; the same as in src/page/world.rs. */
const MARKS = 300;

export class FirstPicture {
  constructor(private readonly root: ParentNode) {}

  /** Draws one earthquake, or draws it anew, if the view admits it. */
  draw(quake: Quake, view: View): void {
    const marks = this.#marks;
    const present = now();
    this.#find(quake.id)?.remove();
    if (!marks || !admits(view, quake, present)) return;
    const mark = document.createElementNS(SVG, shape(quake) === "circle" ? "circle" : "path");
    const [x, y] = equalEarth(quake.lon, quake.lat);
    const r = Math.round(pictureRadius(quake.mag));
    mark.setAttribute("data-id", quake.id);
    mark.setAttribute("class", markClass(view.colour, quake, view.at ?? present));
    if (mark instanceof SVGCircleElement) {
      for (const [name, value] of [["cx", x], ["cy", y], ["r", r]] as const) mark.setAttribute(name, value.toFixed());
    } else {
      mark.setAttribute("d", path(quake, Math.round(x), Math.round(y), r));
    }
    mark.classList.toggle("chosen", quake.id === view.event);
    marks.append(mark);
    while (marks.childElementCount > MARKS) marks.firstElementChild?.remove();
  }

  /** Draws the latest of these that the view admits, and nothing else. */
  show(view: View, quakes: readonly Quake[]): void {
    const present = now();
    this.#marks?.replaceChildren();
    for (const quake of quakes.filter((each) => admits(view, each, present)).slice(-MARKS)) this.draw(quake, view);
  }

  // Looked up each time: the module may run before the page has come this far.
  get #marks(): Element | null {
    return this.root.querySelector("[data-marks]");
  }

  #find(id: string): Element | null {
    return this.#marks?.querySelector(`[data-id="${CSS.escape(id)}"]`) ?? null;
  }
}

/** A diamond or a square of about the circle's area; the same as in src/page/world.rs. */
function path(quake: Quake, x: number, y: number, r: number): string {
  if (shape(quake) === "square") {
    const half = Math.round(r * 0.9);
    return `M${x - half} ${y - half}h${2 * half}v${2 * half}h${-2 * half}z`;
  }
  const half = Math.round(r * 1.25);
  return `M${x} ${y - half}l${half} ${half}l${-half} ${half}l${-half} ${-half}z`;
}

/** In units of the picture; the same as `radius` in src/page/world.rs. */
function pictureRadius(magnitude: number | null): number {
  return 3 + Math.max((magnitude ?? 0) - 1.5, 0) ** 1.75 * 2;
}
