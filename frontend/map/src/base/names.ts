// The names on the map: seas in wide capitals, cities with a dot, countries above all.

import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";
import type { Palette } from "./palette";

/** The lowest of these layers. */
export const FIRST_NAME = "seas";

const FONT = ["Inter Variable", "system-ui", "sans-serif"];
/** Cities come when a country fills the window. */
const CITIES_FROM = 4;
/** At the rim of the globe a name would hang over the edge; `limb.ts` says which do. */
const OVER_THE_EDGE: ExpressionSpecification = ["case", ["boolean", ["feature-state", "edge"], false], 0, 1];

export function names(colour: Palette): LayerSpecification[] {
  // Each name knows from which zoom it is worth its room.
  const due: ExpressionSpecification = ["<=", ["get", "zoom"], ["zoom"]];
  const grow = (from: number, small: number, to: number, large: number): ExpressionSpecification =>
    ["interpolate", ["linear"], ["zoom"], from, small, to, large];
  return [
    {
      id: FIRST_NAME,
      type: "symbol",
      source: "seas",
      filter: due,
      layout: {
        "text-field": ["get", "name"],
        "text-font": FONT,
        "text-size": grow(1, 10, 5, 12.5),
        "text-transform": "uppercase",
        "text-letter-spacing": 0.22,
        "text-line-height": 1.35,
        "text-max-width": 7,
        "text-padding": 8,
        "symbol-sort-key": ["get", "zoom"],
      },
      paint: {
        "text-color": colour.seaLabel,
        "text-halo-color": colour.seaHalo,
        "text-halo-width": 0.6,
        "text-opacity": OVER_THE_EDGE,
      },
    },
    {
      id: "cities",
      type: "symbol",
      source: "tiles",
      "source-layer": "cities",
      minzoom: CITIES_FROM,
      layout: {
        // The dot marks the place: half of its width is to the left of it.
        "text-field": ["concat", "·  ", ["get", "name"]],
        "text-font": FONT,
        "text-size": grow(4, 10.5, 8, 13),
        "text-anchor": "left",
        "text-offset": [-0.15, 0],
        "text-padding": 6,
        "symbol-sort-key": ["get", "rank"],
      },
      paint: { "text-color": colour.label, "text-halo-color": colour.labelHalo, "text-halo-width": 1.1 },
    },
    {
      id: "countries",
      type: "symbol",
      source: "countries",
      filter: due,
      layout: {
        "text-field": ["get", "name"],
        "text-font": FONT,
        "text-size": grow(1, 10.5, 5, 14),
        "text-letter-spacing": 0.06,
        "text-max-width": 7,
        "text-padding": 8,
        "symbol-sort-key": ["get", "rank"],
      },
      paint: {
        "text-color": colour.label,
        "text-halo-color": colour.labelHalo,
        "text-halo-width": 1.2,
        "text-opacity": OVER_THE_EDGE,
      },
    },
  ];
}
