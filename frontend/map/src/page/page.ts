// Starts what makes the server's page act at once. It needs neither the map nor the catalogue of words: what is said here
// the server has written into the page. What only some readers open is loaded when they do.

import { followChips } from "./chips";
import { measureLater } from "./measuring";
import { keepPanels } from "./panels";
import { openSheet } from "./sheet";
import { heedSpoken } from "./spoken";
import { heedStale } from "./stale";
import { followTheme } from "./theme";

/** To be called once; waits until the page is there. */
export function startPage(): void {
  measureLater();
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start, { once: true });
  else start();
}

function start(): void {
  const { classList } = document.body;
  if (!classList.contains("map-page")) return;
  heedSpoken();
  if (classList.contains("embedded")) return load(async () => (await import("./share")).keepWayOut());
  load(async () => (await import("./offline")).heedNetwork());
  if (classList.contains("kiosk")) return load(async () => (await import("./kiosk")).openKiosk());
  keepPanels();
  followChips();
  followTheme();
  openSheet();
  whenFirstOpened("panel-filter", async () => (await import("./filter-form")).followFilterForm());
  whenFirstOpened("panel-settings", async () => {
    (await import("./settings-form")).followSettingsForm();
    (await import("./share")).followShare();
  });
}

function whenFirstOpened(id: string, open: () => Promise<void>): void {
  const panel = document.getElementById(id);
  const room = panel?.querySelector<HTMLElement>(".panel") ?? null;
  if (panel instanceof HTMLDetailsElement && panel.open) load(open, room);
  else panel?.addEventListener("toggle", () => load(open, room), { once: true });
}

// Without it the forms do what forms do without scripts.
function load(open: () => Promise<void>, room: HTMLElement | null = null): void {
  open().catch((reason: unknown) => {
    console.error(reason);
    void heedStale(room);
  });
}
