// The colours of the base map in both themes. The sea's are also the page's, in style.css.

import type { Theme } from "../layer/ramp";

export interface Palette {
  sea: string;
  land: string;
  lake: string;
  coast: string;
  border: string;
  graticule: string;
  /** Names of countries and cities. */
  label: string;
  labelHalo: string;
  /** Names of seas, and what surrounds them. */
  seaLabel: string;
  seaHalo: string;
}

export const PALETTE: Record<Theme, Palette> = {
  dark: {
    sea: "#101d2d",
    land: "#25323f",
    lake: "#142233",
    coast: "#4a6076",
    border: "#3c4d5f",
    graticule: "rgba(150, 180, 215, 0.07)",
    label: "#a6b6c6",
    labelHalo: "#1b2733",
    seaLabel: "#6b8aa8",
    seaHalo: "#0e1a29",
  },
  light: {
    sea: "#d0dde6",
    land: "#f7f5f0",
    lake: "#d7e2ea",
    coast: "#9fb0bd",
    border: "#cfcabf",
    graticule: "rgba(60, 90, 120, 0.09)",
    label: "#56616c",
    labelHalo: "#f7f5f0",
    seaLabel: "#486279",
    seaHalo: "#dbe6ed",
  },
};
