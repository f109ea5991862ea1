// When the rings around what is minutes old run, and when they rest: a few waves when one comes, then a few now and then,
// so that a page left open does not keep the processor busy.

import { admits } from "../page/filter";
import type { View } from "../page/view";
import type { Quake } from "../quake";

/** How long after its origin an earthquake carries rings, in milliseconds. */
export const FRESH = 10 * 60 * 1000;
/** From one ring to the next. */
const WAVE = 2600;
/** Waves in a row, and then the pause. */
const RUNNING = 3 * WAVE;
const CYCLE = RUNNING + 9 * WAVE;
/** Where rings rest, of a wave's length: two of them well apart. */
export const REST = 0.3;

/** Whether a view shows an earthquake with rings, at the moment `now` or at its own. */
export function ringed(view: View, quake: Quake, now: number): boolean {
  return quake.time > (view.at ?? now) - FRESH && admits(view, quake, now);
}

/** Times are those of any one clock, in milliseconds. */
export class Pulse {
  #began = Number.NEGATIVE_INFINITY;
  #carry: ReadonlySet<string> = new Set();

  /** Takes what carries rings at `now`, and runs at once if something has come to that. */
  heed(ids: ReadonlySet<string>, now: number): void {
    for (const id of ids) if (!this.#carry.has(id)) this.#began = now;
    this.#carry = ids;
  }

  /** How far the rings have run, from 0 to 1. */
  phase(now: number): number {
    return this.runs(now) ? (REST + this.#elapsed(now) / WAVE) % 1 : REST;
  }

  runs(now: number): boolean {
    return this.#elapsed(now) < RUNNING;
  }

  /** Until the rings run again, in milliseconds. */
  rest(now: number): number {
    return CYCLE - this.#elapsed(now);
  }

  #elapsed(now: number): number {
    const elapsed = (now - this.#began) % CYCLE;
    return Number.isNaN(elapsed) ? RUNNING : elapsed;
  }
}
