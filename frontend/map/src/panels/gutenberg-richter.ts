// How the number of earthquakes falls with magnitude: Gutenberg and Richter's law log10 N(M) = a - b M (1944), the
// magnitude from which a catalogue is complete, and b with its uncertainty.

/** Agencies publish magnitudes to a tenth. */
export const BIN = 0.1;
/** With fewer events the uncertainty of b is larger than what regions differ by. */
export const ENOUGH = 50;
/** Over less than a unit of magnitude any slope would fit. */
const SPAN = 1;
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

/** Why there is no law: too few events, or magnitudes that follow none, as where unequal networks are mixed. */
export type Refusal = "few" | "misfit";

/**
 * The law of a catalogue. Where the maximum of curvature is that of the densest network only, completeness is raised
 * until the law fits what lies above (Wiemer and Wyss 2000, BSSA 90:859).
 */
export function law(magnitudes: readonly number[]): Law | Refusal {
  const found = frequencies(magnitudes);
  let least = completeness(found);
  let refusal: Refusal = "few";
  while (least !== null) {
    const bin = Math.round(least / BIN);
    const complete = magnitudes.filter((magnitude) => Math.round(magnitude / BIN) >= bin);
    if (complete.length < ENOUGH || (found.at(-1)?.magnitude ?? 0) < least + SPAN) break;
    const estimated = estimate(complete, least);
    if (fit(estimated, found) >= worstFit(complete.length)) return estimated;
    refusal = "misfit";
    least = (bin + 1) / 10;
  }
  return refusal;
}

function estimate(complete: readonly number[], least: number): Law {
  const count = complete.length;
  const mean = complete.reduce((sum, magnitude) => sum + magnitude, 0) / count;
  // Maximum likelihood (Aki 1965, Bull. Earthq. Res. Inst. 43:237); half a bin less because magnitudes are rounded
  // (Utsu 1966, J. Fac. Sci. Hokkaido Univ. 2:359).
  const b = Math.LOG10E / (mean - (least - BIN / 2));
  // Shi and Bolt 1982, BSSA 72:1677.
  const variance = complete.reduce((sum, magnitude) => sum + (magnitude - mean) ** 2, 0) / (count * (count - 1));
  const uncertainty = Math.LN10 * b * b * Math.sqrt(variance);
  return { completeness: least, count, a: Math.log10(count) + b * least, b, uncertainty };
}

/** The share of the cumulative counts that the law explains (Wiemer and Wyss 2000). */
function fit(law: Law, found: readonly Frequency[]): number {
  let [all, missed] = [0, 0];
  for (const { magnitude, cumulative } of found) {
    if (magnitude < law.completeness - BIN / 2) continue;
    all += cumulative;
    missed += Math.abs(cumulative - expected(law, magnitude));
  }
  return 1 - missed / all;
}

/** Nine tenths, as its authors ask; of few events what 99 of 100 catalogues reach that were drawn from a law. */
function worstFit(count: number): number {
  return Math.min(0.9, 1 - 1.45 / Math.sqrt(count));
}

/** How many events the law expects at a magnitude and above. */
export function expected({ a, b }: Law, magnitude: number): number {
  return 10 ** (a - b * magnitude);
}
