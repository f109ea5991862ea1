// What the service worker keeps: which requests it answers, under which names, and how many of each kind.

export type Kind = "file" | "tile" | "page" | "events";

/** The names change when what is kept changes its form; what has another name goes. */
export const KEPT: Readonly<Record<Kind, { readonly name: string; readonly most: number }>> = {
  /** Of a build a reader asks for some 30; what did not change since stands first, so there is room for several. */
  file: { name: "quakewire-files-1", most: 300 },
  /** A few regions; apart from the files, as panning must not push out what the page is opened with. */
  tile: { name: "quakewire-tiles-1", most: 300 },
  /** The page and the kiosk. */
  page: { name: "quakewire-pages-1", most: 2 },
  /** Spans of time, a megabyte each at the most. */
  events: { name: "quakewire-events-1", most: 4 },
};

/** What a request asks for; undefined is none of the worker's business: the stream, other pages, other hosts. */
export function kindOf(method: string, address: string, origin: string): Kind | undefined {
  const url = new URL(address);
  if (method !== "GET" || url.origin !== origin) return undefined;
  if (url.pathname === "/") return "page";
  if (url.pathname === "/api/events") return "events";
  if (url.pathname.startsWith("/assets/")) return "file";
  if (url.pathname.startsWith("/tiles/")) return "tile";
  return undefined;
}

/** One page serves all views, as its scripts read the address; only the kiosk's is another. */
export function pageKey(address: string): string {
  const kiosk = new URL(address).searchParams.get("kiosk") ?? "0";
  return kiosk === "0" ? "/" : "/?kiosk=1";
}
