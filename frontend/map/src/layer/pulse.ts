// When the rings around what is minutes old run, and when they rest: a few waves when one comes, then a few now and then,
// so that a page left open does not keep the processor busy.

/** How long after its origin an earthquake carries rings, in milliseconds. */
export const FRESH = 10 * 60 * 1000;
/** From one ring to the next. */
const WAVE = 2600;
/** Waves in a row, and then the pause. */
const RUNNING = 3 * WAVE;
const CYCLE = RUNNING + 9 * WAVE;
/** Where rings rest, of a wave's length: two of them well apart. */
export const REST = 0.3;

export class Pulse {
  #began = Number.NEGATIVE_INFINITY;

  /** Runs at once: something fresh has come. */
  start(now: number): void {
    this.#began = now;
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
