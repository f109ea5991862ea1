// How long something takes until it is drawn, and how long it keeps the main thread from everything else.

export interface Lap {
  /** Until the frame with it was handed to the graphics card, in milliseconds. */
  drawn: number;
  /** Until that frame's pixels could be read back. */
  pixels: number;
  /** The longest that nothing else could run. */
  blocked: number;
}

export async function lap(gl: WebGL2RenderingContext, act: () => Promise<void>): Promise<Lap> {
  // What was drawn before is not part of it.
  finish(gl);
  const watch = watchThread();
  const began = performance.now();
  await act();
  const drawn = performance.now() - began;
  const blocked = await watch();
  const reading = performance.now();
  finish(gl);
  return { drawn, pixels: drawn + performance.now() - reading, blocked };
}

/** Waits for the graphics card: a pixel cannot be read before it is drawn. */
export function finish(gl: WebGL2RenderingContext): void {
  gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
}

/** Messages to oneself come as soon as the thread is free: the longest gap between two is how long it was not. */
function watchThread(): () => Promise<number> {
  const channel = new MessageChannel();
  let longest = 0;
  let last = performance.now();
  const look = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  };
  channel.port1.onmessage = () => {
    look();
    channel.port2.postMessage(null);
  };
  channel.port2.postMessage(null);
  return async () => {
    await new Promise((resolve) => setTimeout(resolve));
    look();
    channel.port1.close();
    return longest;
  };
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
