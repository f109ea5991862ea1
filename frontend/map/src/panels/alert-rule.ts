// The reader's rules, and when one of them asks for an alert.

import { isEarthquake } from "../page/filter";
import type { Quake } from "../quake";
import { EARTH_RADIUS_KM, unitVector } from "../sphere";

export interface Place {
  readonly name: string;
  readonly lat: number;
  readonly lon: number;
  /** How far from it an earthquake may be. */
  readonly km: number;
}

export interface Rule {
  readonly id: string;
  readonly minMagnitude: number;
  /** Null is anywhere. */
  readonly place: Place | null;
  /** Quarry blasts, explosions and the like too. */
  readonly others: boolean;
  readonly notice: boolean;
  readonly sound: boolean;
  readonly notification: boolean;
}

export interface Alert {
  readonly rule: Rule;
  readonly quake: Quake;
  /** From the rule's place. */
  readonly km: number | null;
  /** It was known before, as something the rule did not ask for. */
  readonly revised: boolean;
}

/** What happened longer ago is history, not news. */
export const NEWS = 30 * 60_000;

/** Whether a report asks for an alert; `before` is what was known of the earthquake until now. */
export function decide(rule: Rule, before: Quake | null, after: Quake, now: number): Alert | null {
  if (after.time < now - NEWS || !meets(rule, after)) return null;
  if (before && (before.updated >= after.updated || meets(rule, before))) return null;
  return { rule, quake: after, km: rule.place && distanceKm(rule.place, after), revised: before !== null };
}

/** Whether an earthquake is what a rule asks for; bounds are inclusive. Without a magnitude it is not yet. */
export function meets(rule: Rule, quake: Quake): boolean {
  return (
    quake.mag !== null &&
    quake.mag >= rule.minMagnitude &&
    (rule.others || isEarthquake(quake)) &&
    (rule.place === null || distanceKm(rule.place, quake) <= rule.place.km)
  );
}

interface Position {
  readonly lat: number;
  readonly lon: number;
}

/** Along the surface of a sphere: within half a percent of the ellipsoid. */
export function distanceKm(a: Position, b: Position): number {
  const [from, to] = [unitVector(a.lon, a.lat), unitVector(b.lon, b.lat)];
  const cosine = from[0] * to[0] + from[1] * to[1] + from[2] * to[2];
  return Math.acos(Math.max(-1, Math.min(1, cosine))) * EARTH_RADIUS_KM;
}
