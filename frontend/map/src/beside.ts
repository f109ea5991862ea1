// Where a card stands that tells of a mark: beside it, and always within the map.

/** Keeps clear of the mark and of the map's edges, in CSS pixels. */
const MARGIN = 16;

export interface Mark {
  x: number;
  y: number;
  radius: number;
}

export interface Size {
  width: number;
  height: number;
}

/** The card's upper left corner: to the right of the mark, or to its left where there is no room. */
export function beside({ x, y, radius }: Mark, card: Size, map: Size): { left: number; top: number } {
  const within = (at: number, room: number) => Math.max(MARGIN, Math.min(room - MARGIN, at));
  const right = x + radius + MARGIN;
  const left = right + card.width + MARGIN > map.width ? x - radius - MARGIN - card.width : right;
  return { left: within(left, map.width - card.width), top: within(y - card.height / 3, map.height - card.height) };
}
