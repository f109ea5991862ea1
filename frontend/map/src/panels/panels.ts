// Opens what stands around the map: the timeline at once; the rest, with its code, when it is first opened.

import { heedStale } from "../page/stale";
import type { Source } from "./source";
import { ALERTS, kept } from "./storage";
import { openTimeline } from "./timeline";

/** To be called once, when the page's words are there. */
export function openPanels(source: Source): void {
  const timeline = document.querySelector<HTMLElement>("[data-timeline]");
  if (timeline) openTimeline(timeline, source);
  whenOpened("panel-statistics", async (panel, body) => {
    const { openStatistics } = await import("./statistics");
    openStatistics(panel, body, source);
  });
  whenOpened("panel-layers", async (_, body) => (await import("../base/overlay-panel")).overlayPanel(body));
  let watching: Promise<(body: HTMLElement) => void> | undefined;
  const alerts = () => (watching ??= import("./alerts").then(({ openAlerts }) => openAlerts(source)));
  // Rules are watched from the start, but not in a frame on another's page, which has no panel to end them.
  if (document.getElementById("panel-alerts")) {
    if (kept(ALERTS) !== null) void alerts();
    // The first rule may be made in another tab.
    else addEventListener("storage", ({ key }) => key === ALERTS && void alerts());
  }
  whenOpened("panel-alerts", async (_, body) => (await alerts())(body));
}

function whenOpened(id: string, fill: (panel: HTMLDetailsElement, body: HTMLElement) => Promise<void>): void {
  const panel = document.getElementById(id);
  const body = panel?.querySelector<HTMLElement>("[data-content]");
  if (!(panel instanceof HTMLDetailsElement) || !body) return;
  let filled = false;
  const open = () => {
    if (!panel.open || filled) return;
    filled = true;
    fill(panel, body).catch((reason: unknown) => {
      // The network may be away for a moment: the next opening asks again.
      filled = false;
      console.error(reason);
      void heedStale(body);
    });
  };
  panel.addEventListener("toggle", open);
  open();
}
