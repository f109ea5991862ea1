// What the reader has set for alerts, as the browser keeps it.

import type { Place, Rule } from "./alert-rule";
import { ALERTS, keep, kept } from "./storage";

/** More rules than this nobody keeps in mind, and each report is held against all. */
export const MOST_RULES = 20;

export interface Settings {
  readonly rules: readonly Rule[];
  readonly muted: boolean;
  /** From 0 to 1. */
  readonly volume: number;
  /** No sound and no browser notification between two minutes of the local day; it may go past midnight. */
  readonly quiet: { readonly from: number; readonly to: number } | null;
}

const USUAL: Settings = { rules: [], muted: false, volume: 0.6, quiet: null };

export function loadSettings(): Settings {
  return readSettings(kept(ALERTS));
}

export function saveSettings(settings: Settings): void {
  keep(ALERTS, JSON.stringify(settings));
}

/** Reads what was kept; what is not as it should be (an older version, another hand) is as if it were not there. */
export function readSettings(text: string | null): Settings {
  let read: Partial<Record<keyof Settings, unknown>>;
  try {
    read = Object(JSON.parse(text ?? "{}")) as typeof read;
  } catch {
    return USUAL;
  }
  const { rules, muted, volume, quiet } = read;
  const { from, to } = Object(quiet) as { from?: unknown; to?: unknown };
  return {
    rules: Array.isArray(rules) ? rules.filter(isRule).slice(0, MOST_RULES) : [],
    muted: muted === true,
    volume: within(volume, 0, 1) ? volume : USUAL.volume,
    quiet: within(from, 0, 1439) && within(to, 0, 1439) ? { from, to } : null,
  };
}

/** Whether a moment of the local day, in minutes, is one of rest. */
export function isQuiet(quiet: Settings["quiet"], minute: number): boolean {
  if (!quiet) return false;
  const { from, to } = quiet;
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

function isRule(value: unknown): value is Rule {
  const rule = Object(value) as Partial<Record<keyof Rule, unknown>>;
  return (
    typeof rule.id === "string" &&
    within(rule.minMagnitude, -2, 10) &&
    (rule.place === null || isPlace(rule.place)) &&
    [rule.others, rule.notice, rule.sound, rule.notification].every((each) => typeof each === "boolean")
  );
}

function isPlace(value: unknown): value is Place {
  const place = Object(value) as Partial<Record<keyof Place, unknown>>;
  return (
    typeof place.name === "string" &&
    within(place.lat, -90, 90) &&
    within(place.lon, -180, 180) &&
    within(place.km, 1, 20_100)
  );
}

function within(value: unknown, least: number, most: number): value is number {
  return typeof value === "number" && value >= least && value <= most;
}
