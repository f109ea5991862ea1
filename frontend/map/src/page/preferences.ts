// How this reader likes things said and shown: what src/preferences.rs has read from the cookie and written into <html>.

import { language } from "./messages";

const { dataset } = document.documentElement;

export const KM_PER_MILE = 1.609344;

export function miles(): boolean {
  return dataset["units"] === "mi";
}

/** The time zone for `Intl`; undefined is the browser's own. */
export function timeZone(): "UTC" | undefined {
  return dataset["clock"] === "local" ? undefined : "UTC";
}

/** A distance or depth in the reader's unit, with it: `34 km`, `21 mi`. */
export function distance(km: number): string {
  return miles() ? `${Math.round(km / KM_PER_MILE)} mi` : `${Math.round(km)} km`;
}

/** A moment in the reader's zone, with it: `2026-11-20 17:17:03 UTC`. */
export function moment(ms: number): string {
  const zone = timeZone();
  const parts = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "medium", timeZone: zone });
  const name = new Intl.DateTimeFormat(language(), { timeZoneName: "short", timeZone: zone });
  const suffix = name.formatToParts(ms).find((part) => part.type === "timeZoneName")?.value ?? "";
  return `${parts.format(ms)} ${suffix}`;
}
