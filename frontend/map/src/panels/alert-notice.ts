// Notices in the page: they stay until they are dismissed, and those of a few seconds share one.

import { say } from "../page/messages";
import type { Alert } from "./alert-rule";
import { headline, particulars } from "./alert-words";
import { button, make } from "./dom";

/** A swarm, or the reports after an interruption, come within this. */
const BUNDLE = 5000;
/** More than this would cover the page; the oldest give way. */
const MOST_NOTICES = 4;
const MOST_LINES = 6;

interface Notice {
  readonly element: HTMLElement;
  readonly lines: HTMLElement;
  readonly more: HTMLElement;
  /** The line of each earthquake; null where there was no room for one. */
  readonly told: Map<string, HTMLElement | null>;
  readonly begun: number;
}

export class Notices {
  // Present before anything is in it: only then do screen readers notice what comes.
  readonly element = make("div", { class: "alerts-shown", role: "alert", "aria-atomic": "false" });
  /** What had the focus before a notice took it. */
  #left: EventTarget | null = null;
  #latest: Notice | undefined;

  constructor(private readonly choose: (id: string) => void) {
    this.element.addEventListener("focusin", ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && this.element.contains(relatedTarget))) this.#left = relatedTarget;
    });
  }

  /** True when the alert opened a new notice, false when it joined one. */
  show(alert: Alert): boolean {
    const joins = this.#latest?.element.isConnected === true && Date.now() - this.#latest.begun < BUNDLE;
    const notice = joins && this.#latest ? this.#latest : this.#open();
    const { id } = alert.quake;
    const known = notice.told.get(id);
    if (known) {
      // A revision that crosses another rule: its line says the newest.
      known.replaceChildren(this.#line(alert));
    } else if (notice.told.size < MOST_LINES) {
      const item = make("li", {}, this.#line(alert));
      notice.told.set(id, item);
      notice.lines.append(item);
    } else {
      notice.told.set(id, null);
      notice.more.textContent = say("alerts.more", { count: notice.told.size - MOST_LINES });
    }
    return !joins;
  }

  #line(alert: Alert): HTMLElement {
    const line = button({ class: "alert-line" }, () => this.choose(alert.quake.id));
    line.append(make("strong", {}, headline(alert)), make("span", {}, particulars(alert)));
    return line;
  }

  /** Who dismisses by keyboard goes on with the next notice, or where they were. */
  #dismiss(element: HTMLElement): void {
    const next = element.nextElementSibling ?? element.previousElementSibling;
    const focused = next?.querySelector(".close") ?? this.#left;
    element.remove();
    if (focused instanceof HTMLElement && focused.isConnected) focused.focus();
  }

  #open(): Notice {
    const element = make("section", { class: "card alert", "aria-label": say("alerts.notice") });
    const lines = make("ul");
    const more = make("p");
    element.append(
      lines,
      more,
      button({ class: "close", "aria-label": say("alerts.dismiss") }, () => this.#dismiss(element), "✕"),
    );
    this.element.append(element);
    while (this.element.childElementCount > MOST_NOTICES) this.element.firstElementChild?.remove();
    return (this.#latest = { element, lines, more, told: new Map(), begun: Date.now() });
  }
}
