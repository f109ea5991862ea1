// The page on a wall or in OBS (`/?kiosk=1`): a clock, a screen that stays awake, no pointer in the picture, and a flight
// to whatever strong happens. `&background=none` leaves out the sky and the ground, for a scene behind it.

import type { Source } from "../panels/source";
import { now } from "./clock";
import { Flights } from "./flights";
import { address } from "./share";

const SECOND = 1000;
/** A pointer that rests this long is hidden, and with it the way out. */
const IDLE = 3 * SECOND;

export function openKiosk(): void {
  const background = new URLSearchParams(location.search).get("background");
  if (background === "none") document.documentElement.dataset["background"] = "none";
  const way = document.querySelector<HTMLAnchorElement>("[data-leave]");
  if (way) way.href = address("/");
  runClock();
  stayAwake();
  hidePointer();
  const map = document.querySelector<HTMLElement & Source>("quake-map");
  if (map) new Flights(map, now);
  document.addEventListener("keydown", ({ key, ctrlKey, metaKey, altKey }) => {
    if (key.toLowerCase() === "f" && !ctrlKey && !metaKey && !altKey) toggleFullscreen();
  });
}

function runClock(): void {
  const clock = document.querySelector<HTMLTimeElement>("[data-wall-clock]");
  if (!clock) return;
  const tick = () => {
    const present = new Date(now());
    clock.dateTime = present.toISOString();
    clock.textContent = `${present.toISOString().slice(11, 19)} UTC`;
    setTimeout(tick, SECOND - (present.getTime() % SECOND));
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

function toggleFullscreen(): void {
  const asked = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
  asked.catch(() => undefined);
}
