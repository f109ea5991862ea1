// A growable buffer of instances on the GPU: one record of floats per earthquake, each drawn as a square of two triangles.

export class Instances {
  #data: Float32Array;
  #count = 0;
  #stale = true;
  #grown = true;
  #gl?: WebGL2RenderingContext;
  #buffer?: WebGLBuffer;
  #corners?: WebGLBuffer;
  #vertices?: WebGLVertexArrayObject;

  /** `layout`: how many floats each attribute takes, from location 1 on; location 0 is the square's corner. */
  constructor(
    private readonly layout: readonly number[],
    capacity: number,
  ) {
    this.#data = new Float32Array(capacity * this.stride);
  }

  get stride(): number {
    return this.layout.reduce((sum, size) => sum + size, 0);
  }

  get count(): number {
    return this.#count;
  }

  clear(): void {
    this.#count = 0;
    this.#stale = true;
  }

  /** Appends a record, or replaces the one at `at`. */
  write(record: readonly number[], at = this.#count): void {
    if ((at + 1) * this.stride > this.#data.length) {
      const larger = new Float32Array(this.#data.length * 2);
      larger.set(this.#data);
      this.#data = larger;
      this.#grown = true;
    }
    this.#data.set(record, at * this.stride);
    this.#count = Math.max(this.#count, at + 1);
    this.#stale = true;
  }

  attach(gl: WebGL2RenderingContext): void {
    this.#gl = gl;
    this.#buffer = gl.createBuffer();
    this.#corners = gl.createBuffer();
    this.#vertices = gl.createVertexArray();
    this.#grown = this.#stale = true;
    gl.bindVertexArray(this.#vertices);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#corners);
    gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([-1, -1, 1, -1, -1, 1, 1, 1]), gl.STATIC_DRAW);
    gl.enableVertexAttribArray(0);
    gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffer);
    let offset = 0;
    this.layout.forEach((size, index) => {
      gl.enableVertexAttribArray(index + 1);
      gl.vertexAttribPointer(index + 1, size, gl.FLOAT, false, this.stride * 4, offset * 4);
      gl.vertexAttribDivisor(index + 1, 1);
      offset += size;
    });
    gl.bindVertexArray(null);
  }

  /** Brings the GPU's copy up to date. Whole records only when grown: a live map changes a few at a time. */
  upload(): void {
    const gl = this.#gl;
    if (!gl || !this.#stale || !this.#buffer) return;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffer);
    if (this.#grown) gl.bufferData(gl.ARRAY_BUFFER, this.#data, gl.DYNAMIC_DRAW);
    else gl.bufferSubData(gl.ARRAY_BUFFER, 0, this.#data, 0, this.#count * this.stride);
    this.#grown = this.#stale = false;
  }

  bind(): void {
    this.#gl?.bindVertexArray(this.#vertices ?? null);
  }

  draw(): void {
    this.#gl?.drawArraysInstanced(this.#gl.TRIANGLE_STRIP, 0, 4, this.#count);
  }

  detach(): void {
    const gl = this.#gl;
    if (!gl) return;
    gl.deleteBuffer(this.#buffer ?? null);
    gl.deleteBuffer(this.#corners ?? null);
    gl.deleteVertexArray(this.#vertices ?? null);
  }
}
