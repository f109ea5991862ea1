// An earthquake as the server tells it: one shape in the page, on the stream and in `/api/events`.

export interface Quake {
  readonly id: string;
  /** When this was said, in milliseconds since 1970: of two reports the later one holds. */
  readonly updated: number;
  /** Origin time in milliseconds since 1970. */
  readonly time: number;
  readonly lon: number;
  readonly lat: number;
  /** Kilometres below the epicentre; null when unknown. */
  readonly depth: number | null;
  /** Null while no agency has determined one. */
  readonly mag: number | null;
  readonly magtype?: string | null;
  readonly type?: string;
  readonly region: string;
  readonly agency?: string;
  /** How many reports of it are known, this one counted. */
  readonly revision?: number;
  /** True for what the stand-in for the feed made up. */
  readonly simulated?: boolean;
}

export type Shape = "circle" | "diamond" | "square";

/** The shape of its mark: circles are earthquakes, diamonds were set off on purpose, squares are all else. */
export function shape(quake: Quake): Shape {
  const kind = quake.type ?? "earthquake";
  if (kind === "earthquake") return "circle";
  return kind.endsWith("blast") || kind.endsWith("explosion") ? "diamond" : "square";
}

/** Reads `/api/events`: a GeoJSON FeatureCollection whose properties are the fields of a quake. */
export function readFeatures(body: unknown): Quake[] {
  const features = (body as { features?: { properties?: unknown }[] }).features ?? [];
  return features.map((feature) => feature.properties).filter(isQuake);
}

export function isQuake(value: unknown): value is Quake {
  const quake = value as Partial<Quake> | null | undefined;
  return (
    typeof quake?.id === "string" &&
    typeof quake.updated === "number" &&
    typeof quake.time === "number" &&
    typeof quake.lon === "number" &&
    typeof quake.lat === "number"
  );
}
