// What is told of a visit: five numbers at the most, once.

/** What web-vitals measures: four times in milliseconds, and how far the page jumped. */
export type Name = "TTFB" | "FCP" | "LCP" | "INP" | "CLS";

export class Visit {
  readonly #measured = new Map<string, number>();
  #told = false;

  constructor(private readonly tell: (report: string) => void) {}

  note(name: Name, value: number): void {
    // Finer numbers would say more of the device than of the page.
    this.#measured.set(name.toLowerCase(), name === "CLS" ? Math.round(value * 1000) / 1000 : Math.round(value));
  }

  /** The page is left, or only covered: nobody knows whether it comes back. */
  leave(): void {
    if (this.#told || this.#measured.size === 0) return;
    this.#told = true;
    this.tell(JSON.stringify(Object.fromEntries(this.#measured)));
  }
}
