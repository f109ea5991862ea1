// How depth becomes colour and magnitude becomes size, here and (as classes) in style.css.

export type Theme = "dark" | "light";

export const DEPTH_STOPS = [0, 35, 70, 150, 300, 700] as const;

/** Stands for "depth unknown" in the buffer: above any mountain. */
export const UNKNOWN_DEPTH = -1000;

// Lightness falls (dark theme) or hue deepens (light theme) steadily with depth, from the plasma family; each stop
// keeps a contrast of 3:1 to the sea of its theme.
const DEPTH_COLOURS: Record<Theme, readonly string[]> = {
  dark: ["#ffe08a", "#ffb75c", "#ff8a63", "#ee6a86", "#cc66bd", "#9a74ea"],
  light: ["#b06000", "#b4471c", "#a92c40", "#8f1f63", "#6a1a80", "#3a2180"],
};

const UNKNOWN_COLOUR: Record<Theme, string> = { dark: "#9fb0c0", light: "#5d6b78" };

/** Red, green, blue from 0 to 1. */
export function rgb(hex: string): [number, number, number] {
  const channel = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return [channel(1), channel(3), channel(5)];
}

/** The ramp as a flat list for a `vec3[6]` uniform. */
export function rampUniform(theme: Theme): number[] {
  return DEPTH_COLOURS[theme].flatMap(rgb);
}

export function unknownUniform(theme: Theme): [number, number, number] {
  return rgb(UNKNOWN_COLOUR[theme]);
}

/** The ramp's step, 0 to 5, for the classes `d0` to `d5`; the same as `depth_class` in src/page/depth.rs. */
export function depthClass(depth: number | null): string {
  if (depth === null) return "du";
  return `d${DEPTH_STOPS.filter((stop) => depth >= stop && stop > 0).length}`;
}

// Area grows a little slower than energy would have it: M8 must not bury a continent, M3 must stay visible.
const SMALLEST = 1.1;
const POWER = 1.75;
const GROWTH = 0.92;
const FLOOR = 1.5;

/** Radius in CSS pixels on a map at the given zoom; the shader has the same formula. */
export function radius(magnitude: number | null, zoom: number): number {
  return (SMALLEST + Math.max((magnitude ?? 0) - FLOOR, 0) ** POWER * GROWTH) * zoomScale(zoom);
}

export const RADIUS_GLSL = `(${SMALLEST} + pow(max(m - ${FLOOR}, 0.0), ${POWER}) * ${GROWTH}) * u_zoom_scale`;

export function zoomScale(zoom: number): number {
  return Math.min(2.2, Math.max(0.62, 0.62 + zoom * 0.17));
}
