// Without a network: the page says so, and of when what it shows is. The service worker keeps what it takes to open the
// page then (service-worker.ts).

import type { Source } from "../panels/source";
import { keepPage } from "./kept-page";
import { lastNews } from "./last-news";
import { moment } from "./preferences";

/** How often a server that did not answer is asked again, milliseconds. */
const AGAIN = 15_000;
/** Answers in a few bytes, and nothing keeps its answer. */
const ASKED = "/api/clock";

export function heedNetwork(): void {
  const notice = document.querySelector<HTMLElement>("[data-offline]");
  if (notice) new Network(notice);
  if (window.top === window) keepPage().catch((reason: unknown) => console.info("no service worker", reason));
}

class Network {
  readonly #map = document.querySelector<HTMLElement & Partial<Source>>("quake-map");
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly notice: HTMLElement) {
    addEventListener("offline", () => this.#away());
    addEventListener("online", () => void this.#ask());
    // A page that the worker kept may be open although the browser knows of no trouble.
    void this.#ask();
  }

  async #ask(): Promise<void> {
    clearTimeout(this.#timer);
    const answer = await fetch(ASKED, { cache: "no-store" }).catch(() => undefined);
    if (!answer?.ok) return this.#away();
    this.notice.textContent = "";
  }

  #away(): void {
    clearTimeout(this.#timer);
    const news = moment(lastNews(rendered(), this.#map?.all?.() ?? []));
    this.notice.textContent = (this.notice.dataset["offline"] ?? "").replace("{time}", news);
    this.#timer = setTimeout(() => void this.#ask(), AGAIN);
  }
}

/** When the server made the page. */
function rendered(): number {
  const snapshot = document.getElementById("snapshot")?.textContent;
  return snapshot ? (JSON.parse(snapshot) as { now: number }).now : 0;
}
