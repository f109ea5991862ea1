// Makes the overlay of plate boundaries from PB2002_boundaries.json: a download, or a file one has already.
// Usage: node tools/plates.mjs <address or file> <output file>
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

const [from, out] = process.argv.slice(2);

/** What an overlay says of itself (overlays/README.md). The licence asks for the credit. */
const ABOUT = {
  type: "FeatureCollection",
  title: "Plate boundaries",
  colour: { dark: "#6c93b5", light: "#4f7896" },
  credit: "PB2002 by Peter Bird (2003); GeoJSON by Hugo Ahlenius, Nordpil",
  licence: "ODC-By 1.0",
};
/** A hundred metres, finer than anyone has drawn these lines. */
const DECIMALS = 3;

try {
  const { features } = JSON.parse(await read(from));
  if (!Array.isArray(features) || !features.every(isBoundary)) throw new Error(`${from} does not have PB2002's boundaries`);
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, JSON.stringify({ ...ABOUT, features: features.map(compact) }));
  console.log(`${features.length} boundaries`);
} catch (error) {
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
}

async function read(place) {
  if (!/^https?:/.test(place)) return readFileSync(place, "utf8");
  const response = await fetch(place).catch((error) => {
    const reason = error.cause?.code ?? error.cause?.message ?? error.message;
    throw new Error(`cannot reach ${place} (${reason}). Who has the file already says --from <file>`);
  });
  if (!response.ok) throw new Error(`${place} answered ${response.status}`);
  return response.text();
}

function isBoundary({ properties, geometry }) {
  const known = typeof properties?.Name === "string" || typeof properties?.k === "string";
  return known && (geometry?.type === "LineString" || geometry?.type === "MultiLineString");
}

function compact({ properties, geometry: { type, coordinates } }) {
  const round = (value) => (Array.isArray(value) ? value.map(round) : Number(value.toFixed(DECIMALS)));
  return { type: "Feature", properties: kept(properties), geometry: { type, coordinates: round(coordinates) } };
}

// Copies go round that are grouped by kind (`sub`, `ridge`, `fault`, `conv`) and have lost the names, and with them the
// side of the plate that overrides: their subduction zones are drawn stronger, without teeth.
function kept({ Name, Type, k }) {
  if (k !== undefined) return k === "sub" ? { Type: "subduction" } : {};
  return Type ? { Name, Type } : { Name };
}
