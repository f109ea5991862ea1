// The card of the chosen earthquake: beside it on a wide screen, above the list on a narrow one.

import { type Mark, type Size, beside } from "./beside";
import { markClass } from "./layer/ramp";
import { view } from "./page/address";
import { now } from "./page/clock";
import { say } from "./page/messages";
import { distance, moment } from "./page/preferences";
import type { Quake } from "./quake";

export class Detail {
  readonly element = document.createElement("section");
  #quake: Quake | null = null;
  /** What had the keyboard when the card came: a row of the list, or the map. */
  #origin: Element | null = null;

  /** `over` ends what it hears of the page. */
  constructor(onClose: () => void, over: AbortSignal) {
    this.element.className = "card detail";
    this.element.hidden = true;
    const close = () => {
      const inside = this.element.contains(document.activeElement);
      onClose();
      if (inside) this.#giveBack();
    };
    this.element.addEventListener("click", (event) => {
      if ((event.target as Element).closest("button")) close();
    });
    const escape = (event: KeyboardEvent) => {
      // What lies above the card closes first, and says so.
      if (event.key === "Escape" && this.#quake && !event.defaultPrevented) close();
    };
    document.addEventListener("keydown", escape, { signal: over });
  }

  get quake(): Quake | null {
    return this.#quake;
  }

  show(quake: Quake | null): void {
    const another = quake?.id !== this.#quake?.id;
    const focus = document.activeElement;
    if (another && !this.element.contains(focus)) this.#origin = focus;
    this.#quake = quake;
    this.element.hidden = quake === null;
    if (!quake) return;
    this.element.setAttribute("aria-label", say("detail.name"));
    const held = another ? undefined : this.element.contains(focus) && (focus as Element).tagName;
    this.element.replaceChildren(...content(quake));
    // A revision writes the card anew; whoever is in it stays there.
    if (held) this.element.querySelector<HTMLElement>(held)?.focus();
  }

  // To the map where nothing had the keyboard, as when the address chose the earthquake, or what had it is gone.
  #giveBack(): void {
    const origin = this.#origin;
    const known = origin instanceof HTMLElement && origin.isConnected && origin !== document.body;
    (known ? origin : this.element.parentElement?.querySelector<HTMLElement>("canvas"))?.focus();
  }

  /** Moves the card beside a mark. Narrow screens have a fixed place for it. */
  place(mark: Mark, map: Size): void {
    const { style, offsetWidth: width, offsetHeight: height } = this.element;
    const { left, top } = beside(mark, { width, height }, map);
    style.setProperty("--x", `${left.toFixed()}px`);
    style.setProperty("--y", `${top.toFixed()}px`);
  }
}

function content(quake: Quake): HTMLElement[] {
  const close = node("button", "close", "✕");
  close.setAttribute("aria-label", say("detail.close"));
  const { colour, at } = view();
  const magnitude = node("p", `strength ${markClass(colour, quake, at ?? now())}`);
  magnitude.append(node("strong", "", quake.mag === null ? "–" : quake.mag.toFixed(1).replace("-", "−")));
  magnitude.append(node("span", "", `${say("detail.magnitude")} ${quake.magtype ?? ""}`));
  const facts = document.createElement("dl");
  for (const [name, value] of factsOf(quake)) facts.append(node("dt", "", say(name)), node("dd", "", value));
  const more = node("a", "more", say("detail.more")) as HTMLAnchorElement;
  more.href = `/event/${encodeURIComponent(quake.id)}`;
  // In a frame on somebody else's page only the map may be shown.
  if (document.body.classList.contains("embedded")) more.target = "_top";
  return [close, magnitude, node("h3", "", quake.region), facts, more];
}

function factsOf(quake: Quake): [string, string][] {
  const facts: [string, string][] = [
    ["detail.depth", quake.depth === null ? say("detail.unknown") : distance(quake.depth)],
    ["detail.time", moment(quake.time)],
    ["detail.position", `${degrees(quake.lat, "detail.north", "detail.south")}, ${degrees(quake.lon, "detail.east", "detail.west")}`],
  ];
  if (quake.type && quake.type !== "earthquake") facts.unshift(["detail.kind", kind(quake.type)]);
  if (quake.agency) facts.push(["detail.agency", quake.agency]);
  if (quake.revision && quake.revision > 1) facts.push(["detail.revision", String(quake.revision)]);
  return facts;
}

/** A kind of event in the reader's words; one that the catalogue does not have, as the feed says it. */
function kind(type: string): string {
  const key = `kind.${type}`;
  const words = say(key);
  return words === key ? type : words;
}

function degrees(value: number, positive: string, negative: string): string {
  return say(value < 0 ? negative : positive, { degrees: Math.abs(value).toFixed(2) });
}

function node(tag: string, className: string, text = ""): HTMLElement {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}
