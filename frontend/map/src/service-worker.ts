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
/** TypeScript's own words for a service worker cannot stand beside those for a page. */
interface Worker {
  readonly location: Location;
  readonly registration: ServiceWorkerRegistration;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", act: (event: Lasting) => void): void;
  addEventListener(type: "fetch", act: (event: Fetching) => void): void;
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
  const answer = kind === "file" ? kept(event, request) : fresh(event, kind, request, event.preloadResponse);
  event.respondWith(answer);
});

worker.addEventListener("message", (event) => {
  const keep = async () => {
    if (!Array.isArray(event.data)) return;
    for (const address of event.data.map(String)) {
      const request = new Request(address);
      const kind = kindOf("GET", request.url, worker.location.origin);
      if (kind === undefined) continue;
      const cache = await caches.open(KEPT[kind].name);
      if (await cache.match(key(kind, request.url), { ignoreVary: true })) continue;
      await store(kind, request.url, await fetch(request));
    }
  };
  event.waitUntil(keep().catch(() => undefined));
});

async function kept(event: Fetching, request: Request): Promise<Response> {
  const known = await caches.match(request, { cacheName: KEPT.file.name, ignoreVary: true });
  if (known) return known;
  const answer = await fetch(request);
  event.waitUntil(store("file", request.url, answer.clone()));
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
