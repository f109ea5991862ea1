// How the reader wants the page to look and move: what the server wrote into <html>, and what the system says where it
// left that open. Both may change while the page is open.

import type { Theme } from "./layer/ramp";

const dark = matchMedia("(prefers-color-scheme: dark)");
const stillness = matchMedia("(prefers-reduced-motion: reduce)");

export function theme(): Theme {
  const chosen = document.documentElement.dataset["theme"];
  if (chosen === "dark" || chosen === "light") return chosen;
  return dark.matches ? "dark" : "light";
}

/** Whether nothing should move that the reader has not moved. */
export function still(): boolean {
  return stillness.matches;
}

/** Whether the screen is a phone's, as style/narrow.css has it. */
export function narrow(): boolean {
  return matchMedia("(max-width: 760px)").matches;
}

/** Whether this is the page for walls. */
export function unattended(): boolean {
  return document.body.classList.contains("kiosk");
}

/** Calls `show` when the theme or the wish for stillness may have changed, until it is `over`. */
export function onAppearance(show: () => void, over?: AbortSignal): void {
  for (const query of [dark, stillness]) query.addEventListener("change", show, over ? { signal: over } : {});
  const chosen = new MutationObserver(show);
  chosen.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  over?.addEventListener("abort", () => chosen.disconnect());
}
