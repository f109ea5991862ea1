// What the browser keeps for the panels from one visit to the next.

/** Where the reader's rules for alerts are. */
export const ALERTS = "quakewire-alerts";

/** Null when nothing is kept, or when the reader allows no storage. */
export function kept(key: string, where: () => Storage = () => localStorage): string | null {
  try {
    return where().getItem(key);
  } catch {
    return null;
  }
}

/** What cannot be kept holds until the page is left: storage may be full, or forbidden by the reader. */
export function keep(key: string, text: string, where: () => Storage = () => localStorage): void {
  try {
    where().setItem(key, text);
  } catch (reason) {
    console.info(`not kept: ${key}`, reason);
  }
}
