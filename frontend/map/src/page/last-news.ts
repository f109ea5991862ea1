// Of when the state is that the page shows.

import type { Quake } from "../quake";

/**
 * When the server last said something new: made the page, or told a change, both by its own clock. That a browser finds
 * out later that it has no network makes nothing newer, and what a service worker kept is as old as it is.
 */
export function lastNews(rendered: number, known: Iterable<Quake>): number {
  let latest = rendered;
  for (const { updated } of known) latest = Math.max(latest, updated);
  return latest;
}
