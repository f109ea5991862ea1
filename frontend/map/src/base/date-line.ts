// Mends lines that jump from one end of a flat map to the other.

import type { FeatureCollection, Geometry, Position } from "geojson";

/** The same features, with lines that cross the date line cut there as GeoJSON asks. */
export function mend(collection: FeatureCollection): FeatureCollection {
  return {
    ...collection,
    features: collection.features.map((feature) => ({ ...feature, geometry: mendGeometry(feature.geometry) })),
  };
}

function mendGeometry(geometry: Geometry): Geometry {
  const lines =
    geometry?.type === "LineString"
      ? [geometry.coordinates]
      : geometry?.type === "MultiLineString"
        ? geometry.coordinates
        : [];
  const parts = lines.flatMap(cut);
  return parts.length === lines.length ? geometry : { type: "MultiLineString", coordinates: parts };
}

function cut(line: Position[]): Position[][] {
  const parts: Position[][] = [];
  let part: Position[] = [];
  for (const [i, [lon = 0, lat = 0]] of line.entries()) {
    const [lastLon = lon, lastLat = lat] = line[i - 1] ?? [];
    // Half a turn in one step is the long way round: the short one crosses.
    if (Math.abs(lon - lastLon) > 180) {
      const side = Math.sign(lastLon) * 180;
      const toSide = side - lastLon;
      const whole = lon + 2 * side - lastLon;
      const crossing = lastLat + ((lat - lastLat) * toSide) / (whole || 1);
      part.push([side, crossing]);
      parts.push(part);
      part = [[-side, crossing]];
    }
    part.push([lon, lat]);
  }
  parts.push(part);
  return parts;
}
