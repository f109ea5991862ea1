// Holds every report against the reader's rules. What was there when the page was opened is not news.

import { DAY } from "../page/filter";
import type { Quake } from "../quake";
import { type Alert, decide } from "./alert-rule";
import type { Settings } from "./alert-settings";
import type { Source } from "./source";

/** Where this tab remembers what it alerted to, so that a reload does not repeat it. */
export interface Memory {
  read(): string | null;
  write(text: string): void;
}

/** As many alerts as a month brings to an eager reader; the oldest are forgotten. */
const REMEMBERED = 300;
/** When so many are known, those that are no news any more are let go. */
const KNOWN = 5000;

export class Watch {
  readonly #known = new Map<string, Quake>();
  readonly #told: Set<string>;
  readonly #opened: number;

  constructor(
    private readonly source: Source,
    private readonly settings: () => Settings,
    private readonly give: (alerts: readonly Alert[]) => void,
    private readonly memory: Memory,
    private readonly clock: () => number,
  ) {
    this.#told = new Set((memory.read() ?? "").split("\n").filter(Boolean));
    this.#opened = clock();
    for (const quake of source.all()) this.#learn(quake);
    source.onChange((quake) => (quake ? this.#hear(quake) : this.#hearAll()));
  }

  /** Many at once: a window that was loaded, at the start or after an interruption. */
  #hearAll(): void {
    for (const quake of this.source.all()) {
      if (this.#known.has(quake.id) || quake.time > this.#opened) this.#hear(quake);
      else this.#learn(quake);
    }
  }

  #hear(quake: Quake): void {
    const before = this.#known.get(quake.id) ?? null;
    this.#learn(quake);
    const { rules, muted } = this.settings();
    const now = this.clock();
    const alerts = rules
      .flatMap((rule) => decide(rule, before, quake, now) ?? [])
      .filter((alert) => !this.#told.has(name(alert)));
    // What a mute kept back must not come up later as if it were new.
    for (const alert of alerts) this.#remember(name(alert));
    if (alerts.length > 0 && !muted) this.give(alerts);
  }

  #learn(quake: Quake): void {
    const old = this.clock() - DAY;
    if (quake.time < old) return;
    this.#known.set(quake.id, quake);
    if (this.#known.size <= KNOWN) return;
    for (const [id, { time }] of this.#known) if (time < old) this.#known.delete(id);
  }

  #remember(alert: string): void {
    this.#told.add(alert);
    for (const oldest of this.#told) {
      if (this.#told.size <= REMEMBERED) break;
      this.#told.delete(oldest);
    }
    this.memory.write([...this.#told].join("\n"));
  }
}

function name({ rule, quake }: Alert): string {
  return `${rule.id} ${quake.id}`;
}
