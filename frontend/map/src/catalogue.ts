// Every earthquake the map knows, newest report of each. Merging is idempotent: any order, any repetition, same state.

import type { Quake } from "./quake";

export class Catalogue {
  readonly #quakes = new Map<string, Quake>();

  /** Takes a report; false when what is here is as new or newer. */
  merge(quake: Quake): boolean {
    const known = this.#quakes.get(quake.id);
    if (known && known.updated >= quake.updated) return false;
    this.#quakes.set(quake.id, quake);
    return true;
  }

  /** Lets go of what left the window. True when anything did. */
  forgetBefore(time: number): boolean {
    const before = this.#quakes.size;
    for (const [id, quake] of this.#quakes) {
      if (quake.time < time) this.#quakes.delete(id);
    }
    return this.#quakes.size < before;
  }

  get(id: string): Quake | undefined {
    return this.#quakes.get(id);
  }

  /** Oldest first, the order in which they are drawn: the newest lies on top. */
  byTime(): Quake[] {
    return [...this.#quakes.values()].sort((a, b) => a.time - b.time);
  }
}
