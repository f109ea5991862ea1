// Tells the page the moment it is to show: the map at every step, the address and its listeners a few times a second.

import { change } from "../page/address";
import type { Source } from "./source";

/** The list is sorted anew each time it hears; more often than this nobody can read it. */
const INTERVAL = 250;

export class MomentTeller {
  /** True while the change of address that is being told is this one's. */
  telling = false;
  #last = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly source: Source) {}

  /** While it moves. */
  pass(at: number | null): void {
    this.source.move?.(at);
    clearTimeout(this.#timer);
    const wait = this.#last + INTERVAL - performance.now();
    if (wait <= 0) this.#tell(at, true);
    else this.#timer = setTimeout(() => this.#tell(at, true), wait);
  }

  /** Where it stays: this is written into the address. */
  settle(at: number | null): void {
    clearTimeout(this.#timer);
    this.source.move?.(at);
    this.#tell(at, false);
  }

  /** What was to be told yet is not: somebody else has said which moment it is. */
  cancel(): void {
    clearTimeout(this.#timer);
  }

  #tell(at: number | null, fleeting: boolean): void {
    this.#last = performance.now();
    this.telling = true;
    change({ at }, fleeting);
    this.telling = false;
  }
}
