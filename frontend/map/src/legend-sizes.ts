// How large magnitudes are drawn on the map, in the legend: its circles grow with the map's zoom.

import { radius } from "./layer/ramp";

/** What style/legend.css gives them, in CSS pixels, which are the units of the drawing. */
const WIDTH = 170;
/** Before the first circle, and between two. */
const [START, GAP] = [4, 9];
/** Room for the circles' radius as the page opens; the legend grows only beyond that. */
const LEAST = 20;
/** From the circles down to the feet of their numbers, and on to the edge. */
const [NUMBER, FOOT] = [12, 4];

export interface Circle {
  magnitude: number;
  x: number;
  r: number;
}

/** Side by side on a map at this zoom, as many as there is room for. */
export function circles(magnitudes: readonly number[], zoom: number): Circle[] {
  let from = START;
  const placed = magnitudes.map((magnitude) => {
    const r = radius(magnitude, zoom);
    const x = from + r;
    from = x + r + GAP;
    return { magnitude, x, r };
  });
  return placed.filter(({ x, r }) => x + r <= WIDTH);
}

export function scaleSizes(zoom: number): void {
  const drawing = document.querySelector("[data-legend] .sizes");
  if (!drawing) return;
  const numbers = [...drawing.querySelectorAll("text")];
  const shown = circles(numbers.map((number) => Number(number.textContent)), zoom);
  const middle = 1 + Math.max(LEAST, ...shown.map(({ r }) => r));
  const set = (element: Element | undefined, values: Record<string, number>) => {
    for (const [name, value] of Object.entries(values)) element?.setAttribute(name, value.toFixed(1));
  };
  for (const [i, circle] of [...drawing.querySelectorAll("circle")].entries()) {
    const at = shown[i];
    for (const each of [circle, numbers[i]]) each?.classList.toggle("too-large", !at);
    if (!at) continue;
    set(circle, { cx: at.x, cy: middle, r: at.r });
    set(numbers[i], { x: at.x, y: 2 * middle + NUMBER });
  }
  drawing.setAttribute("viewBox", `0 0 ${WIDTH} ${Math.ceil(2 * middle + NUMBER + FOOT)}`);
}
