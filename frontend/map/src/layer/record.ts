// One event on the GPU: 20 bytes, facts only. What is shown of it, and how, is decided by uniforms.
//
//   float  place       Web Mercator x
//   float              and y, beyond 0 and 1 near the poles
//   float  magnitude   or UNKNOWN_MAGNITUDE
//   float  time        origin, in seconds from the layer's epoch
//   int    depth       in metres, UNKNOWN_DEPTH or fewer than 24 bits; the lowest 8 bits are the shape

import { type Quake, shape } from "../quake";
import { mercator } from "../sphere";

/** Floats and integers of 32 bits, in each record. */
export const WORDS = 5;
export const BYTES = 4 * WORDS;

/** Below any magnitude there is. */
export const UNKNOWN_MAGNITUDE = -99;
/** Higher above the ground than any earthquake. */
export const UNKNOWN_DEPTH = -1_000_000;

const SHAPES = { circle: 0, diamond: 1, square: 2 };

/** Both views are of the same buffer. `epoch` in milliseconds since 1970. */
export function write(floats: Float32Array, integers: Int32Array, at: number, quake: Quake, epoch: number): void {
  const word = at * WORDS;
  const [x, y] = mercator(quake.lon, quake.lat);
  floats[word] = x;
  floats[word + 1] = y;
  floats[word + 2] = quake.mag ?? UNKNOWN_MAGNITUDE;
  floats[word + 3] = (quake.time - epoch) / 1000;
  const metres = quake.depth === null ? UNKNOWN_DEPTH : Math.round(quake.depth * 1000);
  integers[word + 4] = (metres << 8) | SHAPES[shape(quake)];
}
