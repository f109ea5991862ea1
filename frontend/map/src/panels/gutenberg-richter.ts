// How the number of earthquakes falls with magnitude: Gutenberg and Richter's law log10 N(M) = a - b M (1944), the
// magnitude from which a catalogue is complete, and b with its uncertainty.

/** Agencies publish magnitudes to a tenth. */
export const BIN = 0.1;
/** With fewer events the uncertainty of b is larger than what regions differ by. */
export const ENOUGH = 50;
/** Maximum curvature finds where most events are, which is a little too low (Woessner and Wiemer 2005, BSSA 95:684). */
const CORRECTION = 0.2;

export interface Frequency {
  readonly magnitude: number;
  readonly count: number;
  /** Events of this magnitude and above. */
  readonly cumulative: number;
}

export interface Law {
  /** Complete from this magnitude on. */
  readonly completeness: number;
  /** How many events the estimate rests on. */
  readonly count: number;
  readonly a: number;
  readonly b: number;
  /** One standard deviation of b. */
  readonly uncertainty: number;
}

/** Counts per tenth of a magnitude, from the smallest to the largest without holes. */
export function frequencies(magnitudes: readonly number[]): Frequency[] {
  const counts = new Map<number, number>();
  for (const magnitude of magnitudes) {
    const bin = Math.round(magnitude / BIN);
    counts.set(bin, (counts.get(bin) ?? 0) + 1);
  }
  const bins = [...counts.keys()];
  const found: Frequency[] = [];
  let cumulative = 0;
  for (let bin = Math.max(...bins); bin >= Math.min(...bins); bin--) {
    const count = counts.get(bin) ?? 0;
    cumulative += count;
    found.push({ magnitude: bin / 10, count, cumulative });
  }
  return found.reverse();
}

/** The magnitude of completeness by maximum curvature, corrected; null of nothing. */
export function completeness(found: readonly Frequency[]): number | null {
  // Of equal bins the upper one: it is better to leave out than to count what is incomplete.
  const fullest = found.reduce<Frequency | null>(
    (best, each) => (each.count >= (best?.count ?? 0) ? each : best),
    null,
  );
  return fullest && Math.round((fullest.magnitude + CORRECTION) / BIN) / 10;
}

/** The law of a catalogue; null where fewer than `ENOUGH` events lie above its completeness. */
export function law(magnitudes: readonly number[]): Law | null {
  const least = completeness(frequencies(magnitudes));
  if (least === null) return null;
  const complete = magnitudes.filter((magnitude) => Math.round(magnitude / BIN) >= Math.round(least / BIN));
  const count = complete.length;
  if (count < ENOUGH) return null;
  const mean = complete.reduce((sum, magnitude) => sum + magnitude, 0) / count;
  // Maximum likelihood (Aki 1965, Bull. Earthq. Res. Inst. 43:237); half a bin less because magnitudes are rounded
  // (Utsu 1966, J. Fac. Sci. Hokkaido Univ. 2:359).
  const above = mean - (least - BIN / 2);
  const b = Math.LOG10E / above;
  // Shi and Bolt 1982, BSSA 72:1677.
  const variance = complete.reduce((sum, magnitude) => sum + (magnitude - mean) ** 2, 0) / (count * (count - 1));
  return {
    completeness: least,
    count,
    a: Math.log10(count) + b * least,
    b,
    uncertainty: Math.LN10 * b * b * Math.sqrt(variance),
  };
}

/** How many events the law expects at a magnitude and above. */
export function expected({ a, b }: Law, magnitude: number): number {
  return 10 ** (a - b * magnitude);
}
