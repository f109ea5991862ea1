// Synthetic earthquakes: as many as asked for, the same ones every time, within the last 30 days.

import type { Quake } from "../src/quake";

const DAY = 24 * 3600 * 1000;

/** A generator of numbers from 0 to 1 that depend on nothing but the seed (mulberry32). */
function numbers(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Along a few arcs, as they are along plates' edges; magnitudes as Gutenberg and Richter have them, from 1.5. */
export function events(count: number, now: number): Quake[] {
  const next = numbers(2026);
  return Array.from({ length: count }, (_, i) => {
    const arc = Math.floor(next() * 12);
    const along = next();
    return {
      id: `synthetic-${i}`,
      updated: now,
      time: Math.round(now - next() * 30 * DAY),
      lon: ((arc * 30 + 40 * Math.sin(along * 5 + arc) + next() * 6 + 540) % 360) - 180,
      lat: -65 + along * 130 + next() * 3,
      depth: Math.round(next() ** 3 * 700),
      mag: Math.min(9, Math.round((1.5 - Math.log10(1 - next())) * 10) / 10),
      type: "earthquake",
      region: "",
    };
  });
}
