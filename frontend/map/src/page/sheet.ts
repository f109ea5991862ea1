// On a phone the list is a sheet at the bottom: drawn up and down by its grabber, or by the keyboard on it.

/** From the tabs alone to nearly the whole screen; style/narrow.css has their heights. */
const SIZES = ["peek", "half", "full"] as const;
/** Less than this was a tap, in pixels. */
const TAP = 6;

export function openSheet(): void {
  const grabber = document.querySelector<HTMLButtonElement>("[data-grabber]");
  const list = document.querySelector<HTMLElement>(".list");
  if (grabber && list) new Sheet(grabber, list);
}

class Sheet {
  #size = 1;
  #from: { y: number; height: number } | undefined;
  #dragged = false;

  constructor(
    private readonly grabber: HTMLButtonElement,
    private readonly list: HTMLElement,
  ) {
    grabber.addEventListener("click", () => this.#dragged || this.#set(this.#size === 2 ? 1 : 2));
    grabber.addEventListener("keydown", (event) => {
      const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      this.#set(this.#size + step);
    });
    grabber.addEventListener("pointerdown", ({ clientY, pointerId }) => {
      grabber.setPointerCapture(pointerId);
      this.#from = { y: clientY, height: list.offsetHeight };
      this.#dragged = false;
    });
    grabber.addEventListener("pointermove", ({ clientY }) => this.#drag(clientY));
    for (const end of ["pointerup", "pointercancel"]) grabber.addEventListener(end, () => this.#release());
  }

  #drag(y: number): void {
    if (!this.#from) return;
    const up = this.#from.y - y;
    this.#dragged ||= Math.abs(up) > TAP;
    if (!this.#dragged) return;
    const { style, dataset } = document.documentElement;
    dataset["sheet"] = "full";
    style.setProperty("--sheet", `${this.#from.height + up}px`);
  }

  #release(): void {
    this.#from = undefined;
    if (!this.#dragged) return;
    const height = this.list.offsetHeight;
    const heights = SIZES.map((_, size) => this.#set(size));
    const away = heights.map((each) => Math.abs(each - height));
    this.#set(away.indexOf(Math.min(...away)));
  }

  /** Gives the height that comes of it. */
  #set(size: number): number {
    this.#size = Math.max(0, Math.min(SIZES.length - 1, size));
    const { style, dataset } = document.documentElement;
    style.removeProperty("--sheet");
    dataset["sheet"] = SIZES[this.#size];
    this.grabber.setAttribute("aria-expanded", String(this.#size === 2));
    return this.list.offsetHeight;
  }
}
