// Waiting for what only comes to a page that is looked at: browsers keep from hidden ones what they have no use for.

/** Calls `act` when the page has been visible for so many milliseconds on end. Returns what calls that off. */
export function afterVisible(
  milliseconds: number,
  act: () => void,
  page: EventTarget & { readonly hidden: boolean } = document,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => {
    clearTimeout(timer);
    page.removeEventListener("visibilitychange", look);
  };
  const look = () => {
    clearTimeout(timer);
    if (page.hidden) return;
    timer = setTimeout(() => {
      stop();
      act();
    }, milliseconds);
  };
  page.addEventListener("visibilitychange", look);
  look();
  return stop;
}

/** Calls `act` once, when the page is next brought back into sight. */
export function whenSeenAgain(act: () => void, page: EventTarget & { readonly hidden: boolean } = document): void {
  const look = () => {
    if (page.hidden) return;
    page.removeEventListener("visibilitychange", look);
    act();
  };
  page.addEventListener("visibilitychange", look);
}
