// A page that was opened before the site became another: what it has not loaded yet is there no more.

import { button, make } from "../panels/dom";
import { keep, kept } from "../panels/storage";
import { say } from "./messages";

const RELOADED = "quakewire-reloaded";
/** A wall must not flicker where reloading does not help. */
const SELDOM = 3_600_000;

/** Where a part of the page could not be loaded: says so in `room` if that is because the page is stale. */
export async function heedStale(room: HTMLElement | null): Promise<void> {
  if (!(await isStale(import.meta.url))) return;
  // Nobody stands at a wall to press a button.
  if (!document.body.classList.contains("kiosk")) return tell(room ?? document.querySelector(".over"));
  if (mayReload(Date.now(), () => sessionStorage)) location.reload();
}

/**
 * Whether the site has a module no more. The one that names the parts is called after its content, and so after their
 * names; a network that is away, or an error of ours, looks the same to `import()` and is not for the reader to mend.
 */
export async function isStale(module: string): Promise<boolean> {
  // Not what a cache or the service worker has of it, but whether the server has it.
  const answer = await fetch(module, { method: "HEAD", cache: "no-store" }).catch(() => undefined);
  return answer?.status === 404;
}

/** True once an hour; never where it could not be remembered, as there would be no end. */
export function mayReload(now: number, where: () => Storage): boolean {
  const last = Number(kept(RELOADED, where) ?? -Infinity);
  if (now - last < SELDOM) return false;
  keep(RELOADED, String(now), where);
  return kept(RELOADED, where) === String(now);
}

function tell(room: HTMLElement | null): void {
  room?.querySelector(".stale")?.remove();
  const reload = button({}, () => location.reload(), say("stale.reload"));
  const notice = make("p", { class: "notice stale", role: "status" }, say("stale.notice"), " ", reload);
  const close = room?.querySelector(":scope > [data-close]");
  if (close) close.after(notice);
  else room?.prepend(notice);
}
