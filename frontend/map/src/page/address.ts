// The page's state is its address. Whoever changes it does so here; whoever shows it listens here. The living list
// (src/islands/) reads and writes the same address and tells the same event.

import { type View, readView, writeView } from "./view";

/** Told on `window` after a change; `detail` is the new view as an address has it. */
const EVENT = "quakewire-view";

let current = readView(location.search);

export function view(): View {
  return current;
}

/** Changes the view. `fleeting` is for what changes many times a second, such as playback: it is not written down. */
export function change(part: Partial<View>, fleeting = false): void {
  const search = writeView({ ...current, ...part }, location.search);
  // Browsers refuse hundreds of these within half a minute.
  if (!fleeting) history.replaceState(null, "", search === "" ? location.pathname : `?${search}`);
  window.dispatchEvent(new CustomEvent(EVENT, { detail: search }));
}

/** Calls `show` with every new view and the one before it, whoever made it; not with the present one. */
export function onChange(show: (now: View, before: View) => void): void {
  listeners.add(show);
}

// Back, forward, and a jump within the page.
window.addEventListener("popstate", () => {
  window.dispatchEvent(new CustomEvent(EVENT, { detail: location.search.slice(1) }));
});

const listeners = new Set<(now: View, before: View) => void>();

window.addEventListener(EVENT, (event) => {
  const before = current;
  current = readView(String((event as CustomEvent<unknown>).detail));
  for (const show of listeners) show(current, before);
});
