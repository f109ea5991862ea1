// How an overlay is drawn: its areas faintly, its lines, its points. Subduction zones, if it says which lines are, are
// drawn stronger and with teeth on the side of the plate that overrides.

import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";
import { TOOTH } from "./tooth";

const SUBDUCTION: ExpressionSpecification = ["==", ["get", "Type"], "subduction"];
const KIND: ExpressionSpecification = ["geometry-type"];
/** Bird's notation: AA/BB where the line has the overriding plate on its left, AA\BB where on its right. */
const ON_THE_LEFT: ExpressionSpecification = ["in", "/", ["coalesce", ["get", "Name"], ""]];
const ON_THE_RIGHT: ExpressionSpecification = ["in", "\\", ["coalesce", ["get", "Name"], ""]];
/** Farther away teeth would be a smear. */
const TEETH_FROM = 2.6;

const stronger = (value: number, usual: number): ExpressionSpecification => ["case", SUBDUCTION, value, usual];

export function overlayLayers(source: string, colour: string): LayerSpecification[] {
  return [
    {
      id: `${source} areas`,
      type: "fill",
      source,
      filter: ["==", KIND, "Polygon"],
      paint: { "fill-color": colour, "fill-opacity": 0.12 },
    },
    {
      id: `${source} lines`,
      type: "line",
      source,
      filter: ["!=", KIND, "Point"],
      layout: { "line-join": "round", "line-cap": "round" },
      paint: {
        "line-color": colour,
        "line-width": ["interpolate", ["linear"], ["zoom"], 0, stronger(0.9, 0.7), 6, stronger(2, 1.5)],
        "line-opacity": stronger(0.9, 0.6),
      },
    },
    {
      id: `${source} teeth`,
      type: "symbol",
      source,
      minzoom: TEETH_FROM,
      filter: ["all", SUBDUCTION, ["any", ON_THE_LEFT, ON_THE_RIGHT]],
      layout: {
        "symbol-placement": "line",
        "symbol-spacing": 34,
        "icon-image": TOOTH,
        "icon-size": ["interpolate", ["linear"], ["zoom"], 2, 0.3, 6, 0.5],
        "icon-anchor": "bottom",
        "icon-rotate": ["case", ON_THE_RIGHT, 180, 0],
        "icon-rotation-alignment": "map",
        "icon-keep-upright": false,
        "icon-allow-overlap": true,
        "icon-ignore-placement": true,
        "icon-padding": 0,
      },
      paint: { "icon-color": colour, "icon-opacity": 0.8 },
    },
    {
      id: `${source} points`,
      type: "circle",
      source,
      filter: ["==", KIND, "Point"],
      paint: {
        "circle-color": colour,
        "circle-radius": ["interpolate", ["linear"], ["zoom"], 0, 1.5, 6, 3.5],
        "circle-opacity": 0.8,
      },
    },
  ];
}
