// Positions: Web Mercator for the GPU, unit vectors for distances.

const RADIANS = Math.PI / 180;
// Ten metres from the pole, which itself is infinitely far on this map.
const LAST_LATITUDE = 89.9999;
/** Where the flat map ends. */
export const FLAT_LATITUDE = 85.05;

/** Web Mercator, 0 to 1 from the north-west corner; beyond that near the poles, where only a globe shows it. */
export function mercator(lon: number, lat: number): [number, number] {
  const sine = Math.sin(Math.max(-LAST_LATITUDE, Math.min(LAST_LATITUDE, lat)) * RADIANS);
  return [lon / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

export function unitVector(lon: number, lat: number): [number, number, number] {
  const [phi, lambda] = [lat * RADIANS, lon * RADIANS];
  return [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)];
}

const EARTH_CIRCUMFERENCE_KM = 40075;
export const EARTH_RADIUS_KM = 6371;
// MapLibre's world at zoom 0 is this many pixels around.
const WORLD_SIZE = 512;

export function kilometresPerPixel(lat: number, zoom: number): number {
  return (EARTH_CIRCUMFERENCE_KM * Math.cos(lat * RADIANS)) / (WORLD_SIZE * 2 ** zoom);
}

/** The radius in pixels of the globe's outline, seen in perspective from a camera `focal` pixels away. */
export function outlineRadius(zoom: number, lat: number, focal: number): number {
  const r = globeRadius(zoom, lat);
  return (focal * r) / Math.sqrt((focal + r) ** 2 - r * r);
}

/** The zoom at which the globe's outline has the given radius: the inverse of `outlineRadius`. */
export function zoomForOutline(outline: number, lat: number, focal: number): number {
  const r = (outline ** 2 + outline * Math.sqrt(outline ** 2 + focal ** 2)) / focal;
  return Math.log2((r * 2 * Math.PI * Math.cos(lat * RADIANS)) / WORLD_SIZE);
}

/**
 * How much of the globe is seen, in degrees from its middle: up to `reach` pixels from the middle of the screen, or to
 * the horizon if that is nearer.
 */
export function visibleCap(zoom: number, lat: number, focal: number, reach: number): number {
  const r = globeRadius(zoom, lat);
  const horizon = Math.acos(r / (focal + r));
  // The line of sight through that pixel meets the globe at this sine, seen from the globe's centre.
  const slope = Math.atan(reach / focal);
  const sine = (Math.sin(slope) * (focal + r)) / r;
  return (sine >= 1 ? horizon : Math.min(horizon, Math.asin(sine) - slope)) / RADIANS;
}

/** The angle between two places in degrees, seen from the globe's centre. */
export function angle(a: readonly number[], b: readonly number[]): number {
  const cosine = a.reduce((sum, each, i) => sum + each * (b[i] ?? 0), 0);
  return Math.acos(Math.max(-1, Math.min(1, cosine))) / RADIANS;
}

/** The longitude of a place where the flat map, which has the world many times over, shows it nearest to another. */
export function nearestCopy(lon: number, to: number): number {
  return lon + 360 * Math.round((to - lon) / 360);
}

/** The bounding box of all places within so many degrees of one: west, south, east, north, across the date line too. */
export function capBox(lon: number, lat: number, degrees: number): [number, number, number, number] {
  const [south, north] = [lat - degrees, lat + degrees];
  if (south <= -90 || north >= 90) return [-180, Math.max(-90, south), 180, Math.min(90, north)];
  const half = Math.asin(Math.sin(degrees * RADIANS) / Math.cos(lat * RADIANS)) / RADIANS;
  const within = (angle: number) => ((((angle + 180) % 360) + 360) % 360) - 180;
  return [within(lon - half), south, within(lon + half), north];
}

/** The zoom at which the flat world is so many pixels wide. */
export function zoomForWidth(pixels: number): number {
  return Math.log2(pixels / WORLD_SIZE);
}

/** Distance in pixels from the camera to the centre of the map. */
export function focalLength(height: number, fieldOfView: number): number {
  return (0.5 * height) / Math.tan((fieldOfView * RADIANS) / 2);
}

function globeRadius(zoom: number, lat: number): number {
  return (WORLD_SIZE * 2 ** zoom) / (2 * Math.PI) / Math.cos(lat * RADIANS);
}
