// A filter in a few words, and what the view is without each.

import { USUAL, type View } from "./view";

export interface Chip {
  words: string;
  /** What the view is without it. */
  without: Partial<View>;
}

export interface Words {
  /** With {n} in it. */
  days: string;
  magnitude: string;
  all: string;
  box: string;
  kinds: Readonly<Record<string, string>>;
}

/** What of a view is not as usual. */
export function chipsOf(shown: View, words: Words): Chip[] {
  const { days, minMagnitude, maxMagnitude, minDepth, maxDepth, kinds, box } = shown;
  const chips: Chip[] = [];
  if (days !== USUAL.days) chips.push({ words: words.days.replace("{n}", String(days)), without: { days: USUAL.days } });
  if (minMagnitude !== USUAL.minMagnitude || maxMagnitude !== null) {
    const bounds = span(minMagnitude, maxMagnitude);
    chips.push({
      words: bounds === "" ? `${words.magnitude}: ${words.all}` : `M ${bounds}`,
      without: { minMagnitude: USUAL.minMagnitude, maxMagnitude: null },
    });
  }
  const depths = span(minDepth, maxDepth);
  if (depths !== "") chips.push({ words: `${depths} km`, without: { minDepth: null, maxDepth: null } });
  if (kinds !== USUAL.kinds) chips.push({ words: words.kinds[kinds] ?? kinds, without: { kinds: USUAL.kinds } });
  if (box) chips.push({ words: words.box, without: { box: null } });
  return chips;
}

function span(min: number | null, max: number | null): string {
  if (min !== null && max !== null) return `${min}–${max}`;
  if (min !== null) return `≥ ${min}`;
  return max === null ? "" : `≤ ${max}`;
}
