// Does something no more often than every so often: at once when it is first asked for, and once more after the pause for
// all that was asked for meanwhile.

export class Pace {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #again = false;

  /** `pause` in milliseconds. */
  constructor(
    private readonly pause: number,
    private readonly act: () => void,
  ) {}

  ask(): void {
    this.#again = this.#timer !== undefined;
    if (this.#again) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#again) this.ask();
    }, this.pause);
    this.act();
  }
}
