// The map's buttons, put where the server has left room for them: made here, because without the map they would do
// nothing.

import { say } from "./page/messages";

const ICONS = {
  globe: "M10 2.8a7.2 7.2 0 1 0 0 14.4a7.2 7.2 0 0 0 0-14.4M2.8 10h14.4M10 2.8c2.2 2 3.3 4.4 3.3 7.2s-1.1 5.2-3.3 7.2c-2.2-2-3.3-4.4-3.3-7.2s1.1-5.2 3.3-7.2z",
  plus: "M10 4.5v11M4.5 10h11",
  minus: "M4.5 10h11",
  fullscreen: "M3.5 7.5v-4h4M12.5 3.5h4v4M16.5 12.5v4h-4M7.5 16.5h-4v-4",
  box: "M4 6.5V4h2.5M9 4h2M13.5 4H16v2.5M16 9v2M16 13.5V16h-2.5M11 16H9M6.5 16H4v-2.5M4 11V9",
};

export interface Actions {
  toggleGlobe(): void;
  zoomIn(): void;
  zoomOut(): void;
  /** Begins or gives up drawing a box, or removes the one there is. */
  toggleBox(): void;
}

export class Controls {
  readonly #room: Element;
  readonly #globe: HTMLButtonElement;
  readonly #box: HTMLButtonElement;

  /** `over` ends what it hears of the page. */
  constructor(root: ParentNode, actions: Actions, over: AbortSignal) {
    this.#globe = button("tools.globe", ICONS.globe, () => actions.toggleGlobe());
    this.#box = button("tools.box", ICONS.box, () => actions.toggleBox());
    const zoomIn = button("tools.zoom-in", ICONS.plus, () => actions.zoomIn());
    const zoomOut = button("tools.zoom-out", ICONS.minus, () => actions.zoomOut());
    const fullscreen = button("tools.fullscreen", ICONS.fullscreen, () => toggleFullscreen());
    fullscreen.hidden = !document.fullscreenEnabled;
    const full = () => press(fullscreen, document.fullscreenElement !== null);
    document.addEventListener("fullscreenchange", full, { signal: over });
    full();
    // On a phone two fingers zoom, and the browser hides itself.
    for (const each of [zoomIn, zoomOut, fullscreen]) each.classList.add("wide-only");
    this.#room = room(root);
    this.#room.replaceChildren(this.#globe, zoomIn, zoomOut, this.#box, fullscreen);
  }

  show(state: { globe: boolean; box: boolean; drawing: boolean }): void {
    press(this.#globe, state.globe);
    press(this.#box, state.box || state.drawing);
    name(this.#box, state.box ? "tools.box-remove" : "tools.box");
  }

  remove(): void {
    this.#room.replaceChildren();
  }
}

function room(root: ParentNode): Element {
  const made = document.querySelector("[data-map-tools]");
  if (made) return made;
  const nav = document.createElement("div");
  nav.className = "card tools";
  nav.dataset["mapTools"] = "";
  nav.setAttribute("role", "group");
  nav.setAttribute("aria-label", say("tools.name"));
  root.append(nav);
  return nav;
}

function toggleFullscreen(): void {
  // Refused where the page is embedded without leave; then it stays as it is.
  const change = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
  change.catch(() => undefined);
}

function button(key: string, icon: string, act: () => void): HTMLButtonElement {
  const element = document.createElement("button");
  element.type = "button";
  name(element, key);
  element.innerHTML = `<svg viewBox="0 0 20 20" aria-hidden="true"><path d="${icon}"/></svg>`;
  element.addEventListener("click", act);
  return element;
}

function name(element: HTMLElement, key: string): void {
  element.title = say(key);
  element.setAttribute("aria-label", say(key));
}

function press(element: HTMLElement, on: boolean): void {
  element.setAttribute("aria-pressed", String(on));
}
