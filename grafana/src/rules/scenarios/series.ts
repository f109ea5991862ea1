// Values of a series, one a minute, in promtool's notation: `7x3` is 7 and three more of it, `0+2x3` is 0 2 4 6.

/** One after the other. Each piece `vxn` is n + 1 values, so n is given one less where a piece has to end on time. */
export function then(...pieces: string[]): string {
  return pieces.join(" ");
}

/** One more each minute. */
export function counting(minutes: number): string {
  return `0+1x${minutes}`;
}

/** When the last frame was heard, seen each minute, with a frame `every` so many minutes. */
export function frames(every: number, until: number, from = 0): string {
  const pieces: string[] = [];
  for (let heard = from; heard < until; heard += every) {
    const seen = Math.min(every, until - heard);
    // A frame at the very beginning would have the time 0, which means that there was none.
    const moment = Math.max(heard * 60, 1);
    pieces.push(seen === 1 ? `${moment}` : `${moment}x${seen - 1}`);
  }
  return pieces.join(" ");
}

/** A frame each minute, and then none. */
export function silent({ heardUntil, forMinutes }: { heardUntil: number; forMinutes: number }): string {
  return `${frames(1, heardUntil)} ${heardUntil * 60}x${forMinutes}`;
}

/** The last frame stays what it was. */
export function silence(since: number, minutes: number): string {
  return `${since * 60}x${minutes - 1}`;
}
