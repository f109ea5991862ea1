// Every earthquake the map knows, newest report of each. Merging is idempotent: any order, any repetition, same state.

import type { Quake } from "./quake";

export class Catalogue {
  readonly #quakes = new Map<string, Quake>();
  readonly #listeners = new Set<(quake: Quake | null) => void>();

  /** Takes a report; false when what is here is as new or newer. */
  merge(quake: Quake): boolean {
    const taken = this.#take(quake);
    if (taken) this.#tell(quake);
    return taken;
  }

  /** Takes many reports at once. */
  mergeAll(quakes: Iterable<Quake>): void {
    for (const quake of quakes) this.#take(quake);
    this.#tell(null);
  }

  /** Lets go of what is older than a time, except the one that is chosen; whether that was any. */
  forgetBefore(time: number, chosen: string | null): boolean {
    const known = this.#quakes.size;
    for (const quake of this.#quakes.values()) {
      if (quake.time < time && quake.id !== chosen) this.#quakes.delete(quake.id);
    }
    const forgot = this.#quakes.size < known;
    if (forgot) this.#tell(null);
    return forgot;
  }

  get(id: string): Quake | undefined {
    return this.#quakes.get(id);
  }

  /** In no order. */
  all(): Iterable<Quake> {
    return this.#quakes.values();
  }

  /** Oldest first, the order in which they are drawn: the newest lies on top. */
  byTime(): Quake[] {
    return [...this.#quakes.values()].sort((a, b) => a.time - b.time);
  }

  /** Calls `tell` after each change: with the earthquake that is new or revised, or with null when many are. */
  onChange(tell: (quake: Quake | null) => void): void {
    this.#listeners.add(tell);
  }

  #take(quake: Quake): boolean {
    const known = this.#quakes.get(quake.id);
    if (known && known.updated >= quake.updated) return false;
    this.#quakes.set(quake.id, quake);
    return true;
  }

  #tell(quake: Quake | null): void {
    for (const tell of this.#listeners) tell(quake);
  }
}
