// Starts the service worker, and tells it what it takes to open the page again where the page was there first.

export async function keepPage(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const { serviceWorker } = navigator;
  const first = serviceWorker.controller === null;
  const begun = new Promise((resolve) => serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
  await serviceWorker.register("/sw.js", { updateViaCache: "none" });
  if (!first) return;
  await begun;
  const { controller } = serviceWorker;
  // From now on the worker sees what is asked for. What was asked for before may still be on its way: the browser tells
  // of each file when it is there.
  const tell = before(performance.now(), (files) => controller?.postMessage(files));
  controller?.postMessage([location.href.replace(/#.*/, "")]);
  new PerformanceObserver((list) => tell(list.getEntries())).observe({ type: "resource", buffered: true });
}

/** Passes on the addresses of what was asked for before a moment. */
export function before(moment: number, tell: (addresses: string[]) => void): (entries: Requested[]) => void {
  return (entries) => {
    const addresses = entries.filter(({ startTime }) => startTime <= moment).map(({ name }) => name);
    if (addresses.length > 0) tell(addresses);
  };
}

type Requested = Pick<PerformanceEntry, "name" | "startTime">;
