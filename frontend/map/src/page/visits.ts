// Which earthquakes a kiosk flies to: strong ones that just happened, each once.

import { isEarthquake } from "./filter";
import type { Quake } from "../quake";

export const STRONG = 4.5;
/** What is reported later than this after it happened is history, in milliseconds. */
const NEWS = 30 * 60_000;

export class Visits {
  readonly #seen = new Set<string>();

  /** Whether it is time to fly there. A revision counts only where it makes an earthquake strong. */
  isDue(quake: Quake, now: number): boolean {
    const strong = quake.mag !== null && quake.mag >= STRONG && isEarthquake(quake);
    if (!strong || now - quake.time > NEWS || this.#seen.has(quake.id)) return false;
    this.#seen.add(quake.id);
    return true;
  }
}
