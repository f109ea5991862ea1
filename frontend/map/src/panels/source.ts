// What the panels need to know of the map's side of the page. They work without a map too.

import type { Box } from "../page/view";
import type { Quake } from "../quake";

export interface Source {
  /** Every earthquake that is known, in no order. */
  all(): Iterable<Quake>;
  /** Calls `tell` after each change: with the earthquake that is new or revised, or with null when many are. */
  onChange(tell: (quake: Quake | null) => void): void;
  /** What the map shows; null without a map. */
  viewport(): Box | null;
  /** Shows the map at a moment, at every frame of playback; the address hears of it a few times a second. */
  move?(at: number | null): void;
}
