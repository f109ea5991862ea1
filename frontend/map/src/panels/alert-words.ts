// What an alert says, in a notice and in a browser's notification.

import { say } from "../page/messages";
import { distance, moment } from "../page/preferences";
import type { Alert } from "./alert-rule";

/** Closer than this people may have felt it: such an alert sounds different from a distant one. */
const NEAR_KM = 300;

export function isNear({ km }: Alert): boolean {
  return km !== null && km <= NEAR_KM;
}

/** `M 5.4, Crete, Greece`; what is simulated says so first. */
export function headline({ quake, revised }: Alert): string {
  const values = { magnitude: (quake.mag ?? 0).toFixed(1), region: quake.region };
  const text = say(revised ? "alerts.headline-revised" : "alerts.headline", values);
  return quake.simulated ? say("alerts.simulated", { text }) : text;
}

/** `84 km from Chania. 12 km deep. 2026-11-20 17:17:03 UTC` */
export function particulars({ quake, rule, km }: Alert): string {
  const parts = [moment(quake.time)];
  if (quake.depth !== null) parts.unshift(say("alerts.deep", { depth: distance(quake.depth) }));
  if (km !== null)
    parts.unshift(say("alerts.from", { distance: distance(km), place: rule.place?.name || say("alerts.your-place") }));
  return parts.join(" · ");
}
