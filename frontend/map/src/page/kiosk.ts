// The page on a wall or in OBS (`/?kiosk=1`): a clock, a screen that stays awake, no pointer in the picture, and a flight
// to whatever strong happens. `&background=none` leaves out the sky and the ground, for a scene behind it.

import { change, view } from "./address";
import { address } from "./share";
import type { Source } from "../panels/source";
import { Visits } from "./visits";

const SECOND = 1000;
/** A pointer that rests this long is hidden, and with it the way out. */
const IDLE = 3 * SECOND;
/** How long the map stays at an earthquake. */
const STAY = 20 * SECOND;

export function openKiosk(): void {
  const background = new URLSearchParams(location.search).get("background");
  if (background === "none") document.documentElement.dataset["background"] = "none";
  const way = document.querySelector<HTMLAnchorElement>("[data-leave]");
  if (way) way.href = address("/");
  runClock();
  stayAwake();
  hidePointer();
  flyToStrong();
  document.addEventListener("keydown", ({ key, ctrlKey, metaKey, altKey }) => {
    if (key.toLowerCase() === "f" && !ctrlKey && !metaKey && !altKey) toggleFullscreen();
  });
}

function runClock(): void {
  const clock = document.querySelector<HTMLTimeElement>("[data-wall-clock]");
  if (!clock) return;
  const tick = () => {
    const now = new Date();
    clock.dateTime = now.toISOString();
    clock.textContent = `${now.toISOString().slice(11, 19)} UTC`;
    setTimeout(tick, SECOND - (now.getTime() % SECOND));
  };
  tick();
}

// Without https, or on a low battery, a browser refuses; then the screen does what its system says.
function stayAwake(): void {
  const ask = () => {
    if (document.visibilityState === "visible") navigator.wakeLock?.request("screen").catch(() => undefined);
  };
  document.addEventListener("visibilitychange", ask);
  ask();
}

function hidePointer(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const moved = () => {
    clearTimeout(timer);
    document.body.classList.remove("idle");
    timer = setTimeout(() => document.body.classList.add("idle"), IDLE);
  };
  for (const event of ["pointermove", "pointerdown", "keydown", "focusin"]) document.addEventListener(event, moved);
  moved();
}

// Home again is where the address says, or the whole world (live-map.ts).
function flyToStrong(): void {
  const source = document.querySelector<HTMLElement & Source>("quake-map");
  const visits = new Visits();
  let back: ReturnType<typeof setTimeout> | undefined;
  source?.onChange((quake) => {
    if (!quake || !visits.isDue(quake, Date.now())) return;
    const { camera } = view();
    change({ event: quake.id });
    clearTimeout(back);
    back = setTimeout(() => change({ event: null, camera }), STAY);
  });
}

function toggleFullscreen(): void {
  const asked = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
  asked.catch(() => undefined);
}
