// The projection of the first picture, the same as in src/page/world.rs: Equal Earth centred on 155 degrees east.
// Savric, Patterson and Jenny, "The Equal Earth map projection" (2018).

const A = [1.340264, -0.081106, 0.000893, 0.003796] as const;
const CENTRE = 155;
const SCALE = 369.5;
const MIDDLE = [1000, 487] as const;

/** Where a place lies in the picture's frame of 2000 by 974 units. */
export function equalEarth(lon: number, lat: number): [number, number] {
  const east = ((((lon - CENTRE + 180) % 360) + 360) % 360) - 180;
  const m = Math.sqrt(3) / 2;
  const theta = Math.asin(m * Math.sin((lat * Math.PI) / 180));
  const t2 = theta * theta;
  const t6 = t2 * t2 * t2;
  const x = ((east * Math.PI) / 180) * Math.cos(theta);
  const divisor = m * (A[0] + 3 * A[1] * t2 + t6 * (7 * A[2] + 9 * A[3] * t2));
  const y = theta * (A[0] + A[1] * t2 + t6 * (A[2] + A[3] * t2));
  return [MIDDLE[0] + (x / divisor) * SCALE, MIDDLE[1] - y * SCALE];
}
