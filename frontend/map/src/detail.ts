// The card of the chosen earthquake: beside it on a wide screen, above the list on a narrow one.

import type { Quake } from "./quake";
import { depthClass } from "./layer/ramp";

/** Keeps clear of the screen's edges, in CSS pixels. */
const MARGIN = 16;

export class Detail {
  readonly element = document.createElement("section");
  #quake: Quake | null = null;

  constructor(onClose: () => void) {
    this.element.className = "card detail";
    this.element.setAttribute("aria-label", "Chosen earthquake");
    this.element.hidden = true;
    this.element.addEventListener("click", (event) => {
      if ((event.target as Element).closest("button")) onClose();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.#quake) onClose();
    });
  }

  get quake(): Quake | null {
    return this.#quake;
  }

  show(quake: Quake | null): void {
    this.#quake = quake;
    this.element.hidden = quake === null;
    if (!quake) return;
    const close = node("button", "close", "✕");
    close.setAttribute("aria-label", "Close");
    const magnitude = node("p", `strength ${depthClass(quake.depth)}`);
    magnitude.append(node("strong", "", quake.mag === null ? "–" : quake.mag.toFixed(1)));
    magnitude.append(node("span", "", `magnitude ${quake.magtype ?? ""}`));
    const facts = document.createElement("dl");
    for (const [name, value] of factsOf(quake)) facts.append(node("dt", "", name), node("dd", "", value));
    this.element.replaceChildren(close, magnitude, node("h3", "", quake.region), facts);
  }

  /** Moves the card to the right of a circle, or to its left where there is no room. Narrow screens have a fixed place. */
  place(x: number, y: number, radius: number, width: number, height: number): void {
    const { style, offsetWidth, offsetHeight } = this.element;
    const right = x + radius + MARGIN;
    const left = right + offsetWidth + MARGIN > width ? x - radius - MARGIN - offsetWidth : right;
    const top = Math.max(MARGIN, Math.min(height - offsetHeight - MARGIN, y - offsetHeight / 3));
    style.setProperty("--x", `${left.toFixed()}px`);
    style.setProperty("--y", `${top.toFixed()}px`);
  }
}

function factsOf(quake: Quake): [string, string][] {
  const facts: [string, string][] = [
    ["Depth", quake.depth === null ? "unknown" : `${Math.round(quake.depth)} km`],
    ["Time", `${new Date(quake.time).toISOString().slice(0, 19).replace("T", " ")} UTC`],
    ["Position", `${degrees(quake.lat, "N", "S")}, ${degrees(quake.lon, "E", "W")}`],
  ];
  if (quake.agency) facts.push(["Agency", quake.agency]);
  if (quake.type && quake.type !== "earthquake") facts.push(["Kind", quake.type]);
  if (quake.revision && quake.revision > 1) facts.push(["Revision", String(quake.revision)]);
  return facts;
}

function degrees(value: number, positive: string, negative: string): string {
  return `${Math.abs(value).toFixed(2)}° ${value < 0 ? negative : positive}`;
}

function node(tag: string, className: string, text = ""): HTMLElement {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}
