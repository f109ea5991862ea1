// Keeps what it takes to open the page without a network: the files of its build, the page, the earthquakes of the last
// answer. With a network nothing kept is shown, except files whose names say that they never change.

import { KEPT, type Kind, kindOf, pageKey } from "./page/kept";

interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Lasting {
  readonly request: Request;
  readonly preloadResponse: Promise<Response | undefined>;
  respondWith(answer: Promise<Response>): void;
}
interface Told extends Lasting {
  readonly data: unknown;
}
interface Touched extends Lasting {
  readonly notification: Notification;
}
/** A page of ours that this worker serves. */
interface Page {
  readonly url: string;
  readonly frameType: string;
  readonly visibilityState: string;
  focus(): Promise<unknown>;
  navigate(address: string): Promise<unknown>;
}
/** TypeScript's own words for a service worker cannot stand beside those for a page. */
interface Worker {
  readonly location: Location;
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    claim(): Promise<void>;
    matchAll(which: { type: "window" }): Promise<readonly Page[]>;
    openWindow(address: string): Promise<unknown>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", act: (event: Lasting) => void): void;
  addEventListener(type: "fetch", act: (event: Fetching) => void): void;
  addEventListener(type: "notificationclick", act: (event: Touched) => void): void;
  addEventListener(type: "message", act: (event: Told) => void): void;
}
const worker = self as unknown as Worker;

worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));

worker.addEventListener("activate", (event) => {
  const clean = async () => {
    const ours = Object.values(KEPT).map(({ name }) => name);
    const old = (await caches.keys()).filter((name) => !ours.includes(name));
    await Promise.all(old.map((name) => caches.delete(name)));
    // The page is asked for while this worker starts.
    await worker.registration.navigationPreload?.enable();
    await worker.clients.claim();
  };
  event.waitUntil(clean());
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const kind = kindOf(request.method, request.url, worker.location.origin);
  if (kind === undefined || (kind === "page") !== (request.mode === "navigate")) return;
  const answer = kind === "file" || kind === "tile" ? kept(event, kind, request) : fresh(event, kind, request, event.preloadResponse);
  event.respondWith(answer);
});

worker.addEventListener("message", (event) => {
  if (!Array.isArray(event.data)) return;
  // Each by itself: one that fails must not cost the rest.
  event.waitUntil(Promise.allSettled(event.data.map((address) => keep(String(address)))));
});

// A notification on a phone (panels/alert-notification.ts) says which address shows what it is about.
worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { address } = Object(event.notification.data) as { address?: unknown };
  event.waitUntil(show(typeof address === "string" ? address : "/"));
});

/** In the page that is open, if there is one; neither in a frame of another's page nor on a wall. */
async function show(address: string): Promise<void> {
  const { origin } = worker.location;
  const open = (await worker.clients.matchAll({ type: "window" })).filter(({ url, frameType }) => {
    return frameType === "top-level" && kindOf("GET", url, origin) === "page" && pageKey(url) === "/";
  });
  const page = open.find(({ visibilityState }) => visibilityState === "visible") ?? open[0];
  try {
    if (!page) throw new Error("no page is open");
    await page.focus();
    await page.navigate(address);
  } catch {
    await worker.clients.openWindow(address);
  }
}

/** Keeps what a page was made of, unless it is kept already. */
async function keep(address: string): Promise<void> {
  const kind = kindOf("GET", address, worker.location.origin);
  if (kind === undefined) return;
  const cache = await caches.open(KEPT[kind].name);
  if (await cache.match(key(kind, address), { ignoreVary: true })) return;
  await store(kind, address, await fetch(address));
}

async function kept(event: Fetching, kind: Kind, request: Request): Promise<Response> {
  const known = await caches.match(request, { cacheName: KEPT[kind].name, ignoreVary: true });
  if (known) return known;
  const answer = await fetch(request);
  event.waitUntil(store(kind, request.url, answer.clone()));
  return answer;
}

async function fresh(event: Fetching, kind: Kind, request: Request, preloaded: Promise<unknown>): Promise<Response> {
  try {
    const answer = ((await preloaded) as Response | undefined) ?? (await fetch(request));
    event.waitUntil(store(kind, request.url, answer.clone()));
    return answer;
  } catch (reason) {
    const cache = await caches.open(KEPT[kind].name);
    const known = await cache.match(key(kind, request.url), { ignoreVary: true });
    // Of another span of time is better than nothing: the page filters what it is given.
    const last = known ?? (kind === "events" ? await newest(cache) : undefined);
    if (last) return marked(last);
    throw reason;
  }
}

/** What was kept says so: the living list (src/islands/seam.rs) reads it anew once there is a network. */
function marked(answer: Response): Response {
  const headers = new Headers(answer.headers);
  headers.set("x-kept", "1");
  return new Response(answer.body, { status: answer.status, headers });
}

/** Keeps a whole answer, and of its kind no more than there is room for: the oldest go. */
async function store(kind: Kind, address: string, answer: Response): Promise<void> {
  if (answer.status !== 200) return;
  const cache = await caches.open(KEPT[kind].name);
  const at = key(kind, address);
  // What is put anew stands last.
  await cache.delete(at, { ignoreVary: true });
  await cache.put(at, answer);
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - KEPT[kind].most)).map((oldest) => cache.delete(oldest)));
}

async function newest(cache: Cache): Promise<Response | undefined> {
  const last = (await cache.keys()).at(-1);
  return last && cache.match(last, { ignoreVary: true });
}

function key(kind: Kind, address: string): string {
  return kind === "page" ? pageKey(address) : address;
}
