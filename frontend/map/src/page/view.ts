// What the page shows, as its address says it: the same names and defaults as src/view.rs, and as `/api/events` where it
// has them. Both are held to map/test/views.json.

export type Tab = "latest" | "largest" | "inview";
export type Colour = "depth" | "age" | "magnitude";
export type Kinds = "all" | "earthquake" | "other";
export type Projection = "globe" | "flat";
/** West, south, east, north in degrees; west beyond east crosses the date line. */
export type Box = readonly [number, number, number, number];

export interface View {
  /** Origin time within the last so many days, 1 to 30. */
  readonly days: number;
  /** Bounds are inclusive; null is none. What has no magnitude (or depth) meets no bound. */
  readonly minMagnitude: number | null;
  readonly maxMagnitude: number | null;
  /** Kilometres, positive downwards. */
  readonly minDepth: number | null;
  readonly maxDepth: number | null;
  readonly box: Box | null;
  readonly kinds: Kinds;
  readonly tab: Tab;
  /** The chosen earthquake's id. */
  readonly event: string | null;
  /** The moment of playback in milliseconds since 1970; null is now, and live. */
  readonly at: number | null;
  readonly colour: Colour;
  /** Null leaves it to the screen: a globe where it is wide, flat where it is narrow. */
  readonly projection: Projection | null;
  readonly camera: { readonly lat: number; readonly lon: number; readonly zoom: number } | null;
  /** Names of the overlays that are on. */
  readonly layers: readonly string[];
}

/** The week's earthquakes that people feel or instruments everywhere see. */
export const USUAL: View = {
  days: 7,
  minMagnitude: 2.5,
  maxMagnitude: null,
  minDepth: null,
  maxDepth: null,
  box: null,
  kinds: "all",
  tab: "latest",
  event: null,
  at: null,
  colour: "depth",
  projection: null,
  camera: null,
  layers: [],
};

/** Reads the part of an address after `?`. What it does not understand is as if it were not there. */
export function readView(search: string): View {
  const query = new URLSearchParams(search);
  const bound = (name: string, usual: number | null) => {
    const text = query.get(name);
    return text === null ? usual : number(text);
  };
  const word = <T extends string | null>(name: string, words: readonly T[], usual: T): T =>
    words.find((each) => each === query.get(name)) ?? usual;
  const days = number(query.get("days"));
  const time = Date.parse(query.get("at") ?? "");
  return {
    days: days !== null && Number.isInteger(days) && days >= 1 && days <= 30 ? days : USUAL.days,
    minMagnitude: bound("minmagnitude", USUAL.minMagnitude),
    maxMagnitude: bound("maxmagnitude", null),
    minDepth: bound("mindepth", null),
    maxDepth: bound("maxdepth", null),
    box: readBox(query.get("bbox")),
    kinds: word("type", ["earthquake", "other"], "all" as Kinds),
    tab: word("tab", ["largest", "inview"], "latest" as Tab),
    event: query.get("event") || null,
    at: Number.isNaN(time) ? null : time,
    colour: word("colour", ["age", "magnitude"], "depth" as Colour),
    projection: word<Projection | null>("map", ["globe", "flat"], null),
    camera: readCamera(query.get("view")),
    layers: (query.get("layers") ?? "").split(",").filter((name) => /^[\w-]+$/.test(name)),
  };
}

/** Writes a view as the part of an address after `?`; only what is not as usual. Keeps parameters that are not ours. */
export function writeView(view: View, search = ""): string {
  const query = new URLSearchParams(search);
  const put = (name: string, text: string | null) => (text === null ? query.delete(name) : query.set(name, text));
  const bound = (value: number | null, usual: number | null) => (value === usual ? null : (value?.toString() ?? ""));
  put("days", view.days === USUAL.days ? null : String(view.days));
  put("minmagnitude", bound(view.minMagnitude, USUAL.minMagnitude));
  put("maxmagnitude", bound(view.maxMagnitude, null));
  put("mindepth", bound(view.minDepth, null));
  put("maxdepth", bound(view.maxDepth, null));
  put("bbox", view.box?.join(",") ?? null);
  put("type", view.kinds === "all" ? null : view.kinds);
  put("tab", view.tab === "latest" ? null : view.tab);
  put("event", view.event);
  put("at", view.at === null ? null : new Date(view.at).toISOString().replace(".000Z", "Z"));
  put("colour", view.colour === "depth" ? null : view.colour);
  put("map", view.projection);
  put("view", view.camera && `${view.camera.lat.toFixed(2)},${view.camera.lon.toFixed(2)},${view.camera.zoom.toFixed(2)}`);
  put("layers", view.layers.length === 0 ? null : view.layers.join(","));
  // Commas and colons are allowed in a query, and people read addresses.
  return query.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
}

function number(text: string | null): number | null {
  const trimmed = text?.trim() ?? "";
  return /^[-+]?\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : null;
}

function numbers(text: string | null, count: number): number[] | null {
  const values = (text ?? "").split(",").map(number);
  return values.length === count && values.every((value) => value !== null) ? (values as number[]) : null;
}

function readBox(text: string | null): Box | null {
  const [west, south, east, north] = numbers(text, 4) ?? [];
  if (west === undefined || south === undefined || east === undefined || north === undefined) return null;
  const fine = Math.abs(west) <= 180 && Math.abs(east) <= 180 && south >= -90 && north <= 90 && south <= north;
  return fine ? [west, south, east, north] : null;
}

function readCamera(text: string | null): View["camera"] {
  const [lat, lon, zoom] = numbers(text, 3) ?? [];
  if (lat === undefined || lon === undefined || zoom === undefined) return null;
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && zoom >= -2 && zoom <= 12 ? { lat, lon, zoom } : null;
}
