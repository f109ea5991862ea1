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
  readonly ids: Set<string>;
  readonly begun: number;
}

export class Notices {
  // Present before anything is in it: only then do screen readers notice what comes.
  readonly element = make("div", { class: "alerts-shown", role: "alert" });
  #latest: Notice | undefined;

  constructor(private readonly choose: (id: string) => void) {}

  /** True when the alert opened a new notice, false when it joined one. */
  show(alert: Alert): boolean {
    const joins = this.#latest?.element.isConnected === true && Date.now() - this.#latest.begun < BUNDLE;
    const notice = joins && this.#latest ? this.#latest : this.#open();
    const { id } = alert.quake;
    if (notice.ids.has(id)) return false;
    notice.ids.add(id);
    if (notice.ids.size > MOST_LINES) {
      notice.more.textContent = say("alerts.more", { count: notice.ids.size - MOST_LINES });
    } else {
      const line = button({ class: "alert-line" }, () => this.choose(id));
      line.append(make("strong", {}, headline(alert)), make("span", {}, particulars(alert)));
      notice.lines.append(make("li", {}, line));
    }
    return !joins;
  }

  #open(): Notice {
    const element = make("section", { class: "card alert", "aria-label": say("alerts.notice") });
    const lines = make("ul");
    const more = make("p");
    element.append(
      lines,
      more,
      button({ class: "close", "aria-label": say("alerts.dismiss") }, () => element.remove(), "✕"),
    );
    this.element.append(element);
    while (this.element.childElementCount > MOST_NOTICES) this.element.firstElementChild?.remove();
    return (this.#latest = { element, lines, more, ids: new Set(), begun: Date.now() });
  }
}
