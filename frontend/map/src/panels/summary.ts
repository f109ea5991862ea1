// The few numbers that sum up a set of earthquakes.

import type { Quake } from "../quake";

export interface Summary {
  readonly count: number;
  readonly largest: Quake | null;
  /** The magnitude of one earthquake that radiates as much energy as all together; null where none has a magnitude. */
  readonly together: number | null;
}

export function summary(quakes: readonly Quake[]): Summary {
  let largest: Quake | null = null;
  let energy = 0;
  for (const quake of quakes) {
    if (quake.mag === null) continue;
    energy += joules(quake.mag);
    if (largest === null || quake.mag > (largest.mag ?? 0)) largest = quake;
  }
  return { count: quakes.length, largest, together: energy > 0 ? magnitudeOf(energy) : null };
}

/** Gutenberg and Richter 1956, Annali di Geofisica 9:1: log10 E = 4.8 + 1.5 M, in joules. */
export function joules(magnitude: number): number {
  return 10 ** (4.8 + 1.5 * magnitude);
}

export function magnitudeOf(energy: number): number {
  return (Math.log10(energy) - 4.8) / 1.5;
}
