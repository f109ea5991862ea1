// Without a network: the page says so, and of when what it shows is. The service worker keeps what it takes to open the
// page then (service-worker.ts).

import { moment } from "./preferences";

/** How often a server that did not answer is asked again, milliseconds. */
const AGAIN = 15_000;
/** Answers in a few bytes, and nothing keeps its answer. */
const ASKED = "/api/clock";

export function heedNetwork(): void {
  const notice = document.querySelector<HTMLElement>("[data-offline]");
  if (notice) new Network(notice);
  if (window.top === window) register().catch((reason: unknown) => console.info("no service worker", reason));
}

class Network {
  /** When the server was last heard. */
  #heard = rendered();
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
    this.#heard = undefined;
    this.notice.textContent = "";
  }

  #away(): void {
    // It was there until now, unless it was not there when the page was opened.
    this.#heard ??= Date.now();
    this.notice.textContent = (this.notice.dataset["offline"] ?? "").replace("{time}", moment(this.#heard));
    this.#timer = setTimeout(() => void this.#ask(), AGAIN);
  }
}

/** When the server made the page. */
function rendered(): number | undefined {
  const snapshot = document.getElementById("snapshot")?.textContent;
  return snapshot ? (JSON.parse(snapshot) as { now: number }).now : undefined;
}

async function register(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const first = navigator.serviceWorker.controller === null;
  await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
  if (!first) return;
  const { active } = await navigator.serviceWorker.ready;
  // The page came before the worker: it is told what it takes to open it again.
  const resources = performance.getEntriesByType("resource").map(({ name }) => name);
  active?.postMessage([location.pathname, ...resources]);
}
