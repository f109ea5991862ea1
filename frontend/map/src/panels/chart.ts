// The frame all charts share: axes with labels, caption, a summary in words, and the numbers as a table.

import { say } from "../page/messages";
import { draw, make } from "./dom";

export const WIDTH = 320;
export const HEIGHT = 168;
/** Room for labels around what is drawn. */
export const INSET = { top: 8, right: 8, bottom: 20, left: 34 };

/** Turns a value into pixels, from `low` at the left or bottom to `high` at the right or top. */
export interface Scales {
  x(value: number): number;
  y(value: number): number;
}

export function scales(x: readonly [number, number], y: readonly [number, number]): Scales {
  const between = (value: number, [low, high]: readonly [number, number]) =>
    high === low ? 0.5 : (value - low) / (high - low);
  return {
    x: (value) => INSET.left + between(value, x) * (WIDTH - INSET.left - INSET.right),
    y: (value) => HEIGHT - INSET.bottom - between(value, y) * (HEIGHT - INSET.top - INSET.bottom),
  };
}

export type Ticks = readonly (readonly [value: number, label: string])[];

/** Grid lines with their labels, below and at the left. */
export function axes({ x, y }: Scales, across: Ticks, upwards: Ticks): SVGElement[] {
  const below = across.map(([value, label]) => {
    const at = x(value);
    // The outermost labels stay inside the picture.
    const anchor = at > WIDTH - 24 ? "end" : at < INSET.left + 8 ? "start" : "middle";
    return draw("text", { x: at.toFixed(1), y: HEIGHT - 6, "text-anchor": anchor }, label);
  });
  const beside = upwards.flatMap(([value, label]) => {
    const at = y(value).toFixed(1);
    const line = draw("path", { class: "grid", d: `M${INSET.left} ${at}H${WIDTH - INSET.right}` });
    return [line, draw("text", { x: INSET.left - 5, y: Number(at) + 3.5, "text-anchor": "end" }, label)];
  });
  return [...beside, ...below];
}

export interface Words {
  title: string;
  /** The chart in a sentence, for those who do not see it. */
  summary: string;
  /** What the chart does not say by itself. */
  notes?: readonly string[];
  table?: { head: readonly string[]; rows: readonly (readonly string[])[] };
}

/** For a chart that has nothing to draw. */
export function nothing(title: string): Words {
  return { title, summary: "", notes: [say("statistics.none")] };
}

/** A chart's picture: the image role hides its parts, the summary stands for them. */
export function picture(summary: string, parts: readonly SVGElement[]): SVGSVGElement {
  return draw("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": summary }, ...parts);
}

/** A figure that can be filled anew while its table stays open. */
export class Figure {
  readonly element = make("figure", { class: "chart" });
  readonly #table = make("table");
  readonly #numbers = make("details", {}, make("summary", {}, say("statistics.numbers")), this.#table);

  fill({ title, summary, notes = [], table }: Words, parts: readonly SVGElement[]): void {
    const caption = make("figcaption", {}, make("h3", {}, title), ...notes.map((note) => make("p", {}, note)));
    const drawn = parts.length > 0 ? [caption, picture(summary, parts)] : [caption];
    // Moving the open table would close it and lose the focus in it.
    if (this.#numbers.parentNode) {
      while (this.element.firstChild !== this.#numbers) this.element.firstChild?.remove();
      this.#numbers.before(...drawn);
    } else this.element.append(...drawn, this.#numbers);
    this.#numbers.hidden = !table;
    if (!table) return;
    const row = (cells: readonly string[], tag: "th" | "td") =>
      make("tr", {}, ...cells.map((cell) => make(tag, {}, cell)));
    this.#table.replaceChildren(
      make("caption", { class: "hidden" }, title),
      make("thead", {}, row(table.head, "th")),
      make("tbody", {}, ...table.rows.map((cells) => row(cells, "td"))),
    );
  }
}
