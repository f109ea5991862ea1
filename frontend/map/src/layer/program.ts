// A compiled WebGL program and its uniforms by name.

import type { Prelude } from "./shaders";

export interface Source {
  vertex(prelude: Prelude): string;
  fragment: string;
}

export class Program {
  readonly #uniforms = new Map<string, WebGLUniformLocation>();
  readonly #handle: WebGLProgram;

  constructor(
    private readonly gl: WebGL2RenderingContext,
    source: Source,
    prelude: Prelude,
  ) {
    const handle = gl.createProgram();
    this.#handle = handle;
    for (const [type, text] of [
      [gl.VERTEX_SHADER, source.vertex(prelude)],
      [gl.FRAGMENT_SHADER, source.fragment],
    ] as const) {
      const shader = gl.createShader(type);
      if (!shader) throw new Error("the WebGL context is lost");
      gl.shaderSource(shader, text);
      gl.compileShader(shader);
      gl.attachShader(handle, shader);
      gl.deleteShader(shader);
    }
    gl.linkProgram(handle);
    if (!gl.getProgramParameter(handle, gl.LINK_STATUS) && !gl.isContextLost()) {
      throw new Error(`the earthquakes' shaders do not link: ${gl.getProgramInfoLog(handle) ?? ""}`);
    }
    const count = gl.getProgramParameter(handle, gl.ACTIVE_UNIFORMS) as number;
    for (let i = 0; i < count; i++) {
      const name = gl.getActiveUniform(handle, i)?.name.replace("[0]", "");
      const location = name && gl.getUniformLocation(handle, name);
      if (location) this.#uniforms.set(name, location);
    }
  }

  use(): void {
    this.gl.useProgram(this.#handle);
  }

  /** Sets uniforms by their number of components; what the compiler removed is passed over. */
  setAll(values: Record<string, number | readonly number[]>): void {
    const { gl } = this;
    for (const [name, value] of Object.entries(values)) {
      const location = this.#uniforms.get(name) ?? null;
      if (location === null) continue;
      if (typeof value === "number") gl.uniform1f(location, value);
      else if (value.length === 2) gl.uniform2fv(location, value);
      else if (value.length === 3) gl.uniform3fv(location, value);
      else gl.uniform4fv(location, value);
    }
  }

  setMatrix(name: string, value: Float32List): void {
    const location = this.#uniforms.get(name) ?? null;
    if (location !== null) this.gl.uniformMatrix4fv(location, false, value);
  }

  /** An array of vectors with so many components each. */
  setArray(name: string, components: 1 | 3, value: readonly number[]): void {
    const location = this.#uniforms.get(name) ?? null;
    if (location === null) return;
    if (components === 1) this.gl.uniform1fv(location, value);
    else this.gl.uniform3fv(location, value);
  }

  delete(): void {
    this.gl.deleteProgram(this.#handle);
  }
}
