// How depth, age and magnitude become colour, and magnitude becomes size; style/ramps.css has the same colours, and
// test/ramps.test.ts holds both to what the eye can tell apart.

import type { Quake } from "../quake";
import type { Colour } from "../page/view";

export type Theme = "dark" | "light";

const HOUR = 3600 * 1000;

/** Where each colour of a ramp stands: kilometres, hours, magnitudes. The same as in src/page/legend.rs. */
export const STOPS: Record<Colour, readonly number[]> = {
  depth: [0, 35, 70, 150, 300, 700],
  age: [0, 1, 6, 24, 168, 720],
  magnitude: [2, 3, 4, 5, 6, 7],
};

export const DEPTH_STOPS = STOPS.depth;

// Lightness falls in equal steps (CIE L* 93 to 54 in the dark, 51 to 12 in the light), hue turns along a smooth arc that
// was searched for the largest smallest difference between neighbours in normal, protan, deutan and tritan vision: at
// least 6 (CIEDE2000), where Crameri's batlow and lipari, cut to the lightness that leaves 3:1 to sea and land, keep 4.8
// and 5.2. What matters most stands out most: the newest, and the strongest.
export const RAMPS: Record<Colour, Record<Theme, readonly string[]>> = {
  depth: {
    dark: ["#eaf285", "#ffcf23", "#ffad59", "#fe886f", "#fa57a2", "#ae5cd6"],
    light: ["#a56b3f", "#a04f00", "#913400", "#86001c", "#62003e", "#340150"],
  },
  age: {
    dark: ["#ffe9b6", "#ccdf53", "#7fd18d", "#54baab", "#539eb4", "#6481ad"],
    light: ["#2e1140", "#0e2b67", "#004658", "#005d57", "#007449", "#52853f"],
  },
  magnitude: {
    dark: ["#c76255", "#dd7b25", "#e29b0f", "#e6b94b", "#eed289", "#f8eace"],
    light: ["#bb6000", "#a64a00", "#962e00", "#77211d", "#581724", "#381022"],
  },
};

/** For what has no depth, or no magnitude, to be coloured by. */
export const UNKNOWN_COLOUR: Record<Theme, string> = { dark: "#9fb0c0", light: "#5d6b78" };

/** Red, green, blue from 0 to 1. */
export function rgb(hex: string): [number, number, number] {
  const channel = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return [channel(1), channel(3), channel(5)];
}

/** The class that gives a depth its colour, `d0` to `d5`; the same as `depth_class` in src/words.rs. */
export function depthClass(depth: number | null): string {
  return step("depth", depth);
}

/** The class that gives an earthquake its colour where marks cannot have one of their own; as in src/page/world.rs. */
export function markClass(colour: Colour, quake: Quake, now: number): string {
  if (colour === "depth") return depthClass(quake.depth);
  return step(colour, colour === "age" ? (now - quake.time) / HOUR : quake.mag);
}

function step(colour: Colour, value: number | null): string {
  if (value === null) return "du";
  return `${colour.charAt(0)}${STOPS[colour].slice(1).filter((stop) => value >= stop).length}`;
}

// Area grows a little slower than energy would have it: M8 must not bury a continent, M3 must stay visible.
const SMALLEST = 1.1;
const POWER = 1.75;
const GROWTH = 0.92;
const FLOOR = 1.5;

/** Radius in CSS pixels on a map at the given zoom; the shader has the same formula. */
export function radius(magnitude: number | null, zoom: number): number {
  return size(magnitude) * zoomScale(zoom);
}

/** The part of the radius that zoom does not change. */
export function size(magnitude: number | null): number {
  return SMALLEST + Math.max((magnitude ?? 0) - FLOOR, 0) ** POWER * GROWTH;
}

export const RADIUS_GLSL = `(${SMALLEST} + pow(max(m - ${FLOOR.toFixed(1)}, 0.0), ${POWER}) * ${GROWTH}) * u_zoom_scale`;

export function zoomScale(zoom: number): number {
  return Math.min(2.2, Math.max(0.62, 0.62 + zoom * 0.17));
}
