// Whether this visit is measured, and from when on: where the operator asks for it, the reader has not said that they
// mind, and the map is there or has failed, so that measuring takes nothing from what it measures.

type Willing = Navigator & { readonly globalPrivacyControl?: boolean };

/** A browser that draws all the while may never be idle: longer than this, in milliseconds, is not waited. */
const PATIENCE = 5000;

/** To be called before the map can be there. */
export function measureLater(): void {
  for (const happening of ["quake-ready", "quake-fail"]) addEventListener(happening, whenIdle, { once: true });
}

function whenIdle(): void {
  if (!document.body.classList.contains("measured") || minds(navigator)) return;
  // Safari does not tell when it is idle.
  if ("requestIdleCallback" in window) requestIdleCallback(measure, { timeout: PATIENCE });
  else setTimeout(measure, PATIENCE);
}

// A map may be there and later be lost; a module runs once.
function measure(): void {
  import("./vitals").catch((reason: unknown) => console.info("not measured", reason));
}

/** Whether the reader has said so to all sites: Do Not Track, or the Global Privacy Control. */
export function minds({ doNotTrack, globalPrivacyControl }: Pick<Willing, "doNotTrack" | "globalPrivacyControl">): boolean {
  return doNotTrack === "1" || globalPrivacyControl === true;
}
