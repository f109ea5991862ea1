// A vertical section through what the map shows: every earthquake laid onto a line along the wider side of the view.

import { contains } from "../page/filter";
import { say } from "../page/messages";
import type { Box } from "../page/view";
import type { Quake } from "../quake";

const KM_PER_DEGREE = 111.195;

/** Without a map the whole world, cut in the Atlantic, where least is lost. */
const WORLD: Box = [-25, -90, -25.001, 90];

export interface Section {
  /** From west to east, or from south to north. */
  readonly along: "east" | "north";
  /** The line in degrees; an end beyond 180 lies east of the date line. */
  readonly start: number;
  readonly end: number;
  readonly km: number;
  readonly points: readonly Point[];
}

export interface Point {
  readonly quake: Quake;
  /** Degrees on the line, from `start` to `end`. */
  readonly place: number;
  readonly depth: number;
}

/** What has no depth is left out. */
export function section(quakes: Iterable<Quake>, viewport: Box | null): Section {
  const box = viewport ?? WORLD;
  const [west, south, east, north] = box;
  const width = west < east ? east - west : east - west + 360;
  const km = {
    east: width * KM_PER_DEGREE * Math.cos((((south + north) / 2) * Math.PI) / 180),
    north: (north - south) * KM_PER_DEGREE,
  };
  const along = km.east >= km.north ? "east" : "north";
  const points: Point[] = [];
  for (const quake of quakes) {
    if (quake.depth === null || !contains(box, quake.lon, quake.lat)) continue;
    const place = along === "north" ? quake.lat : west + ((((quake.lon - west) % 360) + 360) % 360);
    points.push({ quake, place, depth: quake.depth });
  }
  const [start, end] = along === "north" ? [south, north] : [west, west + width];
  return { along, start, end, km: km[along], points };
}

/** A longitude or latitude in words a map has: `150° E`. */
export function degrees(place: number, along: Section["along"]): string {
  const value = along === "east" ? ((((place + 180) % 360) + 360) % 360) - 180 : place;
  const rounded = Math.round(Math.abs(value) * 10) / 10;
  const side = along === "east" ? (value < 0 ? "west" : "east") : value < 0 ? "south" : "north";
  const onEdge = rounded === 0 || (along === "east" && rounded === 180);
  return onEdge ? `${rounded}°` : say(`detail.${side}`, { degrees: rounded });
}
