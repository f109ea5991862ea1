// Keeps the server's SVG picture of the world current, for as long as it is what people see.

import { equalEarth } from "./equal-earth";
import type { Quake } from "./quake";
import { depthClass } from "./layer/ramp";

const SVG = "http://www.w3.org/2000/svg";

export class FirstPicture {
  readonly #marks: Element | null;

  constructor(root: ParentNode) {
    this.#marks = root.querySelector("[data-marks]");
  }

  /** Draws one earthquake, or moves it if it is already drawn. */
  draw(quake: Quake): void {
    const marks = this.#marks;
    if (!marks) return;
    const circle = marks.querySelector(`[data-id="${CSS.escape(quake.id)}"]`) ?? document.createElementNS(SVG, "circle");
    const [x, y] = equalEarth(quake.lon, quake.lat);
    circle.setAttribute("data-id", quake.id);
    circle.setAttribute("class", depthClass(quake.depth));
    circle.setAttribute("cx", x.toFixed());
    circle.setAttribute("cy", y.toFixed());
    circle.setAttribute("r", pictureRadius(quake.mag).toFixed());
    marks.append(circle);
  }

  /** Marks the chosen one. */
  select(id: string | null): void {
    this.#marks?.querySelector(".chosen")?.classList.remove("chosen");
    if (id !== null) this.#marks?.querySelector(`[data-id="${CSS.escape(id)}"]`)?.classList.add("chosen");
  }
}

/** In units of the picture; the same as `radius` in src/page/world.rs. */
function pictureRadius(magnitude: number | null): number {
  return 3 + Math.max((magnitude ?? 0) - 1.5, 0) ** 1.75 * 2;
}
