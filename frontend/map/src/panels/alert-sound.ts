// Two gentle signals, made on the spot: rising for what is near, falling for what is far.

/** Notes in hertz. */
const SIGNALS = { near: [523.25, 659.25, 783.99], far: [440, 349.23] } as const;
export type Signal = keyof typeof SIGNALS;

const SECONDS_APART = 0.22;
const SECONDS_LONG = 0.9;
/** A sine at full strength is unpleasant. */
const LOUDEST = 0.3;

export class Sound {
  #context: AudioContext | undefined;

  constructor() {
    // Browsers let a page sound only once it has been touched.
    for (const event of ["pointerdown", "keydown"])
      addEventListener(event, () => void this.#open()?.resume(), { once: true });
  }

  /** Plays now or not at all: a signal that comes when the reader next touches the page would mislead. */
  play(signal: Signal, volume: number): void {
    const context = this.#open();
    if (context?.state !== "running") return;
    SIGNALS[signal].forEach((frequency, index) => {
      const start = context.currentTime + index * SECONDS_APART;
      const note = new OscillatorNode(context, { frequency });
      const loudness = new GainNode(context, { gain: 0 });
      loudness.gain.setValueAtTime(0, start);
      loudness.gain.linearRampToValueAtTime(volume * LOUDEST, start + 0.03);
      loudness.gain.linearRampToValueAtTime(0, start + SECONDS_LONG);
      note.connect(loudness).connect(context.destination);
      note.start(start);
      note.stop(start + SECONDS_LONG);
    });
  }

  /** For the reader's own click, which may be the page's first. */
  async test(signal: Signal, volume: number): Promise<void> {
    await this.#open()?.resume();
    this.play(signal, volume);
  }

  #open(): AudioContext | undefined {
    if (typeof AudioContext === "undefined") return undefined;
    return (this.#context ??= new AudioContext());
  }
}
