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
  /** How far the events lie above the bin's own magnitude, added up, and the squares of it: not all agencies round. */
  readonly excess: number;
  readonly squares: number;
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
  const bins = new Map<number, { count: number; excess: number; squares: number }>();
  for (const magnitude of magnitudes) {
    const bin = Math.round(magnitude / BIN);
    const above = magnitude - bin / 10;
    let sums = bins.get(bin);
    if (!sums) bins.set(bin, (sums = { count: 0, excess: 0, squares: 0 }));
    sums.count += 1;
    sums.excess += above;
    sums.squares += above * above;
  }
  const found: Frequency[] = [];
  let cumulative = 0;
  for (let bin = Math.max(...bins.keys()); bin >= Math.min(...bins.keys()); bin--) {
    const sums = bins.get(bin) ?? { count: 0, excess: 0, squares: 0 };
    cumulative += sums.count;
    found.push({ magnitude: bin / 10, cumulative, ...sums });
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
 * until the law fits what lies above (Wiemer and Wyss 2000, BSSA 90:859). Each try goes through the bins, which are a
 * hundred at the most, and not through the events, which may be a hundred thousand.
 */
export function law(found: readonly Frequency[]): Law | Refusal {
  let least = completeness(found);
  let refusal: Refusal = "few";
  while (least !== null) {
    const bin = Math.round(least / BIN);
    const complete = found.filter(({ magnitude }) => Math.round(magnitude / BIN) >= bin);
    const count = complete[0]?.cumulative ?? 0;
    if (count < ENOUGH || (found.at(-1)?.magnitude ?? 0) < least + SPAN) break;
    const estimated = estimate(complete, least);
    if (fit(estimated, found) >= worstFit(count)) return estimated;
    refusal = "misfit";
    least = (bin + 1) / 10;
  }
  return refusal;
}

function estimate(complete: readonly Frequency[], least: number): Law {
  const count = complete[0]?.cumulative ?? 0;
  const mean = complete.reduce((sum, bin) => sum + bin.count * bin.magnitude + bin.excess, 0) / count;
  // Maximum likelihood (Aki 1965, Bull. Earthq. Res. Inst. 43:237); half a bin less because magnitudes are rounded
  // (Utsu 1966, J. Fac. Sci. Hokkaido Univ. 2:359).
  const b = Math.LOG10E / (mean - (least - BIN / 2));
  // Shi and Bolt 1982, BSSA 72:1677.
  const deviations = complete.map((bin) => {
    const away = bin.magnitude - mean;
    return bin.count * away ** 2 + 2 * away * bin.excess + bin.squares;
  });
  const variance = deviations.reduce((sum, each) => sum + each, 0) / (count * (count - 1));
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
