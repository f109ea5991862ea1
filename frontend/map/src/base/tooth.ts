// The tooth of a subduction zone: a triangle, as an image that MapLibre colours.

export const TOOTH = "tooth";

const SIZE = 24;

/** Pointing up from the middle of its lower edge; MapLibre colours what the alpha channel shows. */
export function tooth(): { width: number; height: number; data: Uint8ClampedArray } {
  const data = new Uint8ClampedArray(SIZE * SIZE * 4).fill(255);
  for (let y = 0; y < SIZE; y++) {
    const half = (y + 0.5) / 2;
    for (let x = 0; x < SIZE; x++) {
      const inside = half - Math.abs(x + 0.5 - SIZE / 2);
      // Half of the range is the edge; six steps to a pixel, as in a distance field.
      data[(y * SIZE + x) * 4 + 3] = 191 + inside * 24;
    }
  }
  return { width: SIZE, height: SIZE, data };
}
