// A growable buffer of events on the GPU, each drawn as a point. A change of one event uploads the 20 bytes of that
// event; only growth uploads everything.

import type { Quake } from "../quake";
import { BYTES, WORDS, write } from "./record";

/** With more changes than this since the last frame, one upload of all is cheaper than many calls. */
const SINGLY = 64;

export class Points {
  #floats: Float32Array;
  #integers: Int32Array;
  #count = 0;
  readonly #changed = new Set<number>();
  #allChanged = true;
  #grown = true;
  #gl: WebGL2RenderingContext | undefined;
  #buffer?: WebGLBuffer;
  #vertices?: WebGLVertexArrayObject;

  /** Times on the GPU are seconds from `epoch`: a 32-bit float holds those to the second, not the ones since 1970. */
  constructor(
    private readonly epoch: number,
    capacity: number,
  ) {
    this.#floats = new Float32Array(capacity * WORDS);
    this.#integers = new Int32Array(this.#floats.buffer);
  }

  get count(): number {
    return this.#count;
  }

  clear(): void {
    this.#count = 0;
    this.#changed.clear();
    this.#allChanged = true;
  }

  /** Appends an event, or replaces the one at `at`. */
  write(quake: Quake, at = this.#count): void {
    if ((at + 1) * WORDS > this.#floats.length) this.#grow();
    write(this.#floats, this.#integers, at, quake, this.epoch);
    this.#count = Math.max(this.#count, at + 1);
    this.#changed.add(at);
  }

  /** Makes the GPU's side anew, for this context: the first time, or after the last one was lost. */
  attach(gl: WebGL2RenderingContext): void {
    this.#gl = gl;
    this.#buffer = gl.createBuffer();
    this.#vertices = gl.createVertexArray();
    this.#grown = true;
    gl.bindVertexArray(this.#vertices);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffer);
    for (const location of [0, 1, 2]) gl.enableVertexAttribArray(location);
    gl.vertexAttribPointer(0, 2, gl.FLOAT, false, BYTES, 0);
    gl.vertexAttribPointer(1, 2, gl.FLOAT, false, BYTES, 8);
    gl.vertexAttribIPointer(2, 1, gl.INT, BYTES, 16);
    gl.bindVertexArray(null);
  }

  /** Brings the GPU's copy up to date. */
  upload(): void {
    const gl = this.#gl;
    if (!gl || !this.#buffer || (!this.#grown && !this.#allChanged && this.#changed.size === 0)) return;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffer);
    if (this.#grown) {
      gl.bufferData(gl.ARRAY_BUFFER, this.#floats, gl.DYNAMIC_DRAW);
    } else if (this.#allChanged || this.#changed.size > SINGLY) {
      gl.bufferSubData(gl.ARRAY_BUFFER, 0, this.#floats, 0, this.#count * WORDS);
    } else {
      for (const at of this.#changed) gl.bufferSubData(gl.ARRAY_BUFFER, at * BYTES, this.#floats, at * WORDS, WORDS);
    }
    this.#changed.clear();
    this.#grown = this.#allChanged = false;
  }

  draw(): void {
    const gl = this.#gl;
    if (!gl || this.#count === 0) return;
    gl.bindVertexArray(this.#vertices ?? null);
    gl.drawArrays(gl.POINTS, 0, this.#count);
  }

  detach(): void {
    const gl = this.#gl;
    if (!gl) return;
    gl.deleteBuffer(this.#buffer ?? null);
    gl.deleteVertexArray(this.#vertices ?? null);
    this.#gl = undefined;
  }

  #grow(): void {
    // Copied as integers: copies of floats may change the bits of what is no number.
    const larger = new Int32Array(this.#integers.length * 2);
    larger.set(this.#integers);
    this.#integers = larger;
    this.#floats = new Float32Array(larger.buffer);
    this.#grown = true;
  }
}
