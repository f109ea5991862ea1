// What the service worker keeps, and where a touched notification leads.

import assert from "node:assert/strict";
import { test } from "node:test";

const ORIGIN = "https://quakes.example";
type Act = (event: object) => void;

/** Entries stand in the order in which they were put, as in a browser. */
class Store {
  readonly entries = new Map<string, Response>();
  match = async (at: string | Request) => this.entries.get(typeof at === "string" ? at : at.url)?.clone();
  put = async (at: string | Request, answer: Response) =>
    void this.entries.set(typeof at === "string" ? at : at.url, answer);
  delete = async (at: string | Request) => this.entries.delete(typeof at === "string" ? at : at.url);
  keys = async () => [...this.entries.keys()];
}

const stores = new Map<string, Store>();
const acts = new Map<string, Act>();
const opened: string[] = [];
let pages: object[] = [];
let away = (_: string) => false;

function store(name: string): Store {
  const known = stores.get(name) ?? new Store();
  stores.set(name, known);
  return known;
}

Object.assign(globalThis, {
  self: {
    location: new URL(ORIGIN),
    registration: {},
    clients: {
      claim: async () => undefined,
      matchAll: async () => pages,
      openWindow: async (address: string) => void opened.push(address),
    },
    skipWaiting: async () => undefined,
    addEventListener: (type: string, act: Act) => acts.set(type, act),
  },
  caches: {
    open: async (name: string) => store(name),
    match: async (at: Request, { cacheName }: { cacheName: string }) => store(cacheName).match(at),
  },
  fetch: async (asked: string | Request) => {
    const address = typeof asked === "string" ? asked : asked.url;
    if (away(address)) throw new TypeError("no network");
    return new Response(address);
  },
});

/** Lets the worker act, and waits until it is done. */
async function happen(type: string, event: object): Promise<void> {
  const work: Promise<unknown>[] = [];
  const wait = (each: Promise<unknown>) => void work.push(each);
  acts.get(type)?.({ ...event, waitUntil: wait, respondWith: wait });
  while (work.length > 0) await work.shift();
}

const ask = (path: string) =>
  happen("fetch", { request: new Request(ORIGIN + path), preloadResponse: Promise.resolve(undefined) });

test("a long journey over the map does not push out what the page is opened with", async () => {
  await import("../src/service-worker");
  for (const file of ["map.1.js", "style.1.css"]) await ask(`/assets/${file}`);
  for (let n = 0; n < 400; n++) await ask(`/tiles/a/9/${n}/1`);
  assert.deepEqual(await store("quakewire-files-1").keys(), [`${ORIGIN}/assets/map.1.js`, `${ORIGIN}/assets/style.1.css`]);
  assert.equal((await store("quakewire-tiles-1").keys()).length, 300);
});

test("what a page was made of is kept, each file by itself, and the address of the kiosk too", async () => {
  away = (address) => address.endsWith("gone.js");
  const told = ["/?kiosk=1", "/assets/gone.js", "/assets/late.js", "/events"].map((path) => ORIGIN + path);
  await happen("message", { data: told });
  assert.ok(await store("quakewire-files-1").match(`${ORIGIN}/assets/late.js`));
  assert.deepEqual(await store("quakewire-pages-1").keys(), ["/?kiosk=1"]);
});

test("a touched notification leads to the open page, or to a new one", async () => {
  const seen: string[] = [];
  const page = (path: string, frameType = "top-level") => ({
    url: ORIGIN + path,
    frameType,
    visibilityState: "hidden",
    focus: async () => void seen.push(`focus ${path}`),
    navigate: async (address: string) => void seen.push(`${path} to ${address}`),
  });
  let closed = 0;
  const notification = { data: { address: "/?event=a" }, close: () => closed++ };
  pages = [page("/?kiosk=1"), page("/?days=3", "nested"), page("/event/b"), page("/?days=7")];
  await happen("notificationclick", { notification });
  assert.deepEqual([seen, opened], [["focus /?days=7", "/?days=7 to /?event=a"], []]);
  pages = pages.slice(0, 3);
  await happen("notificationclick", { notification });
  assert.deepEqual([opened, closed], [["/?event=a"], 2]);
});
