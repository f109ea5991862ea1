// The panels of the tools: one open at a time, closed by Escape, by their button, and on a phone by a touch elsewhere.

import { narrow } from "../appearance";

const PANELS = "details[name='panel'], details.feed";

export function keepPanels(): void {
  const panels = [...document.querySelectorAll<HTMLDetailsElement>(PANELS)];
  for (const panel of panels) {
    // Browsers do this for those of one name; not all do, and the state of the feed is none of them.
    panel.addEventListener("toggle", () => {
      if (!panel.open) return;
      for (const other of panels) if (other !== panel) other.open = false;
    });
    panel.querySelector("[data-close]")?.addEventListener("click", () => close(panel));
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    const open = panels.find((panel) => panel.open);
    if (!open) return;
    event.preventDefault();
    close(open);
  });
  document.addEventListener("pointerdown", ({ target }) => {
    for (const panel of panels) {
      const elsewhere = target instanceof Node && !panel.contains(target);
      if (panel.open && elsewhere && (narrow() || panel.matches(".feed"))) panel.open = false;
    }
  });
}

function close(panel: HTMLDetailsElement): void {
  panel.open = false;
  panel.querySelector("summary")?.focus();
}
