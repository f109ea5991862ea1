// Round numbers for the axes of charts.

/** About `room` round values from `from` to `to`: steps of 1, 2 or 5 times a power of ten. */
export function roundValues(from: number, to: number, room: number): number[] {
  const rough = (to - from) / Math.max(1, room);
  if (!(rough > 0) || !Number.isFinite(rough)) return [from];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((each) => each * power >= rough) ?? 10) * power;
  const values: number[] = [];
  // Counted, not added up, so that no rounding adds up either.
  for (let n = Math.ceil(from / step - 1e-9); n * step <= to + step * 1e-9; n++)
    values.push(Number((n * step).toPrecision(12)));
  return values;
}
