// A kiosk's flights: to what is strong and new, one after the other, and home after the last.

import type { Source } from "../panels/source";
import type { Quake } from "../quake";
import { change, view } from "./address";
import { admits } from "./filter";
import type { View } from "./view";
import { Visits } from "./visits";

/** How long the map stays at an earthquake, in milliseconds. */
export const STAY = 20_000;

export class Flights {
  readonly #visits = new Visits();
  #home: View["camera"] = null;
  /** Ends the visit under way. */
  #back: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly source: Pick<Source, "all" | "onChange">,
    private readonly now: () => number,
  ) {
    this.#know();
    source.onChange((quake) => (quake ? this.#hear(quake) : this.#know()));
  }

  /** What is loaded is no news. */
  #know(): void {
    for (const quake of this.source.all()) this.#visits.isDue(quake, this.now());
  }

  #hear(quake: Quake): void {
    const shown = view();
    // Nobody flies to what the map does not show: what its filter leaves out, or what is later than its moment.
    if (shown.at !== null || !admits(shown, quake, this.now()) || !this.#visits.isDue(quake, this.now())) return;
    // In the midst of a visit the camera is at another earthquake, not at home.
    if (this.#back === undefined) this.#home = shown.camera;
    clearTimeout(this.#back);
    this.#back = setTimeout(() => this.#return(), STAY);
    change({ event: quake.id });
  }

  // Home is where the address said, or the whole world (live-map.ts).
  #return(): void {
    this.#back = undefined;
    change({ event: null, camera: this.#home });
  }
}
