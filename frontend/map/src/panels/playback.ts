// The clock of playback: runs from a moment to the present at a chosen speed, smoothly, or in steps where the reader
// wants no motion.

const HOUR = 3_600_000;

/** Milliseconds of history in one second, by the name under which the choice is kept. */
export const SPEEDS = { "1h": HOUR, "6h": 6 * HOUR, "1d": 24 * HOUR } as const;
export type Speed = keyof typeof SPEEDS;

/** A tab that was hidden goes on where it was; a slow machine keeps the speed. */
const LONGEST_FRAME = 1000;
/** Two steps a second are read as pictures, not as motion. */
const STEP = 500;

/** The moment `elapsed` milliseconds later; null when it reaches the present. */
export function advance(at: number, elapsed: number, speed: Speed, present: number): number | null {
  const next = Math.round(at + (elapsed / 1000) * SPEEDS[speed]);
  return next >= present ? null : next;
}

export class Playback {
  speed: Speed = "6h";
  #at: number | null = null;
  #last = 0;
  #stop: (() => void) | undefined;

  /** `show` hears of every step; the last one is null when the present is reached. */
  constructor(
    private readonly show: (at: number | null) => void,
    private readonly still: () => boolean,
    private readonly present: () => number,
  ) {}

  get playing(): boolean {
    return this.#stop !== undefined;
  }

  play(from: number): void {
    this.pause();
    this.#at = from;
    this.#last = performance.now();
    this.#next();
  }

  /** Stops; the moment it stopped at, or null if it was not running. */
  pause(): number | null {
    if (!this.#stop) return null;
    this.#stop();
    this.#stop = undefined;
    return this.#at;
  }

  #next(): void {
    if (this.still()) {
      const timer = setTimeout(() => this.#step(STEP), STEP);
      this.#stop = () => clearTimeout(timer);
    } else {
      const frame = requestAnimationFrame((time) => {
        const elapsed = Math.max(0, Math.min(LONGEST_FRAME, time - this.#last));
        this.#last = time;
        this.#step(elapsed);
      });
      this.#stop = () => cancelAnimationFrame(frame);
    }
  }

  #step(elapsed: number): void {
    this.#at = advance(this.#at ?? 0, elapsed, this.speed, this.present());
    if (this.#at === null) this.#stop = undefined;
    else this.#next();
    this.show(this.#at);
  }
}
