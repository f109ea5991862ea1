// Two gentle signals, made on the spot: rising for what is near, falling for what is far.

/** Notes in hertz. */
const SIGNALS = { near: [523.25, 659.25, 783.99], far: [440, 349.23] } as const;
export type Signal = keyof typeof SIGNALS;

const SECONDS_APART = 0.22;
const SECONDS_LONG = 0.9;
/** A sine at full strength is unpleasant. */
const LOUDEST = 0.3;
/** A device that takes longer than this to wake, in milliseconds, was not free to sound. */
const PROMPT = 1000;
/** The first that a browser takes for a touch: of a finger only its leaving counts. */
const TOUCHES = ["pointerdown", "pointerup", "keydown"] as const;

export class Sound {
  #context: AudioContext | undefined;
  /** Browsers let a page sound only once it has been touched. */
  #unlocked = false;
  /** Notes that have not ended: while there are none the device rests, as it would else run for as long as the page. */
  #notes = 0;

  /** `wanted` says whether there may be anything to play; until then no device is asked for. */
  constructor(wanted: () => boolean) {
    const touched = () => {
      if (!wanted()) return;
      void this.#unlock().then(() => {
        for (const touch of TOUCHES) removeEventListener(touch, touched);
        this.#rest();
      });
    };
    for (const touch of TOUCHES) addEventListener(touch, touched);
  }

  /** Plays now or not at all: a signal that comes when the reader next touches the page would mislead. */
  async play(signal: Signal, volume: number): Promise<void> {
    const context = this.#context;
    if (!context || !this.#unlocked) return;
    const asked = performance.now();
    await context.resume();
    if (performance.now() - asked > PROMPT) return this.#rest();
    SIGNALS[signal].forEach((frequency, index) => {
      const start = context.currentTime + index * SECONDS_APART;
      const note = new OscillatorNode(context, { frequency });
      const loudness = new GainNode(context, { gain: 0 });
      loudness.gain.setValueAtTime(0, start);
      loudness.gain.linearRampToValueAtTime(volume * LOUDEST, start + 0.03);
      loudness.gain.linearRampToValueAtTime(0, start + SECONDS_LONG);
      note.connect(loudness).connect(context.destination);
      note.addEventListener("ended", () => {
        this.#notes -= 1;
        this.#rest();
      });
      note.start(start);
      note.stop(start + SECONDS_LONG);
      this.#notes += 1;
    });
  }

  /** For the reader's own click, which may be the page's first. */
  async test(signal: Signal, volume: number): Promise<void> {
    await this.#unlock();
    await this.play(signal, volume);
  }

  async #unlock(): Promise<void> {
    if (typeof AudioContext === "undefined") return;
    this.#context ??= new AudioContext();
    await this.#context.resume();
    this.#unlocked = true;
  }

  #rest(): void {
    if (this.#notes === 0) void this.#context?.suspend();
  }
}
