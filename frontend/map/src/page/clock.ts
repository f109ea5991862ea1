// The present by the server's clock. The living list measures how far this browser's own is off (src/islands/feed.rs) and
// tells it; a reader whose clock is wrong must not miss an alert for that.

/** Told on `window` once it is known; `detail` is the server's clock minus this browser's, in milliseconds. */
const EVENT = "quakewire-clock";

let skew = 0;

/** Milliseconds since 1970. */
export function now(): number {
  return Date.now() + skew;
}

window.addEventListener(EVENT, (event) => {
  skew = Number((event as CustomEvent<unknown>).detail) || 0;
});
