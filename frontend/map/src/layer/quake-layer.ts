// The earthquakes on the map: a MapLibre custom layer that draws them straight from a buffer on the GPU.

import type { CustomLayerInterface, CustomRenderMethodInput, Map as MapLibre } from "maplibre-gl";
import { Instances } from "./instances";
import { Program, type Source } from "./program";
import type { Quake } from "../quake";
import { DEPTH_STOPS, type Theme, UNKNOWN_DEPTH, radius, rampUniform, rgb, unknownUniform, zoomScale } from "./ramp";
import { disc, ring } from "./shaders";
import { EARTH_RADIUS_KM, mercator, unitVector } from "../sphere";

const SECOND = 1000;
/** How long after its origin an earthquake carries rings. */
const FRESH = 10 * 60 * SECOND;
/** How long rings run once shown; then they stand still, and so does the processor. */
const RUNNING = 12 * SECOND;
const CHOSEN: Record<Theme, string> = { dark: "#ffffff", light: "#16202b" };

export class QuakeLayer implements CustomLayerInterface {
  readonly id = "quakes";
  readonly type = "custom" as const;
  readonly renderingMode = "2d" as const;
  theme: Theme = "dark";
  still = false;
  minMagnitude = -10;
  /** Length of the window in milliseconds: what is older is not drawn, what is near its end is pale. */
  window = 7 * 24 * 3600 * SECOND;

  // Times on the GPU are seconds from here: a 32-bit float holds those to the second, not the ones since 1970.
  readonly #epoch = Date.now();
  readonly #discs = new Instances([2, 3], 4096);
  readonly #rings = new Instances([2, 3, 2], 64);
  readonly #mark = new Instances([2, 3, 2], 1);
  readonly #programs = new Map<string, Program>();
  readonly #index = new Map<string, number>();
  /** When each fresh earthquake was first shown, so that its rings run once. */
  readonly #shown = new Map<string, number>();
  #quakes: Quake[] = [];
  #vectors: [number, number, number][] = [];
  #chosen: string | null = null;
  #runningUntil = 0;
  #map?: MapLibre;
  #gl?: WebGL2RenderingContext;

  /** Puts one earthquake on top, or changes the one that is there. */
  put(quake: Quake): void {
    const at = this.#index.get(quake.id) ?? this.#quakes.length;
    this.#index.set(quake.id, at);
    this.#quakes[at] = quake;
    this.#vectors[at] = unitVector(quake.lon, quake.lat);
    this.#discs.write(this.#record(quake), at);
  }

  /** Shows these and no others. */
  replace(quakes: Iterable<Quake>): void {
    this.#index.clear();
    this.#quakes = [];
    this.#vectors = [];
    this.#discs.clear();
    for (const quake of quakes) this.put(quake);
    this.refresh();
  }

  choose(id: string | null): void {
    this.#chosen = id;
    this.refresh();
  }

  /** Takes the time anew: which are fresh, how pale the old ones are. Call after changes and once a minute. */
  refresh(): void {
    const now = Date.now();
    this.#rings.clear();
    this.#mark.clear();
    for (const quake of this.#quakes) {
      if (now - quake.time < FRESH) this.#addRings(quake, now);
    }
    const chosen = this.#chosen === null ? undefined : this.#quakes[this.#index.get(this.#chosen) ?? -1];
    if (chosen) this.#mark.write([...this.#record(chosen), 0, 1]);
    for (const [id, shown] of this.#shown) if (now - shown > FRESH) this.#shown.delete(id);
    this.#map?.triggerRepaint();
  }

  /** The earthquake under a place, if any: within its own circle and a little slack, the nearest in proportion. */
  at(lon: number, lat: number, kmPerPixel: number, zoom: number, slack: number): Quake | undefined {
    const [x, y, z] = unitVector(lon, lat);
    const from = Date.now() - this.window;
    let best: Quake | undefined;
    let bestShare = 1;
    this.#quakes.forEach((quake, i) => {
      const vector = this.#vectors[i];
      if (!vector || quake.time < from || (quake.mag ?? 0) < this.minMagnitude) return;
      const cosine = Math.min(1, x * vector[0] + y * vector[1] + z * vector[2]);
      const pixels = (Math.acos(cosine) * EARTH_RADIUS_KM) / kmPerPixel;
      const share = pixels / (radius(quake.mag, zoom) + slack);
      if (share <= bestShare) [best, bestShare] = [quake, share];
    });
    return best;
  }

  onAdd(map: MapLibre, gl: WebGL2RenderingContext): void {
    this.#map = map;
    this.#gl = gl;
    this.#programs.clear();
    this.#discs.attach(gl);
    this.#rings.attach(gl);
    this.#mark.attach(gl);
  }

  onRemove(): void {
    this.#discs.detach();
    this.#rings.detach();
    this.#mark.detach();
    for (const program of this.#programs.values()) program.delete();
    this.#programs.clear();
  }

  render(gl: WebGL2RenderingContext, input: CustomRenderMethodInput): void {
    const map = this.#map;
    if (!map) return;
    this.#discs.upload();
    this.#rings.upload();
    this.#mark.upload();
    gl.disable(gl.DEPTH_TEST);
    gl.disable(gl.STENCIL_TEST);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    const globe = input.shaderData.variantName.includes("globe");
    // The flat map repeats; its copies to the left and right are the same world again.
    const wraps = globe ? [0] : [-1, 0, 1];
    this.#draw("ring", ring, this.#rings, wraps, input, map.getZoom());
    this.#draw("disc", disc, this.#discs, wraps, input, map.getZoom());
    this.#draw("ring", ring, this.#mark, wraps, input, map.getZoom());
    gl.bindVertexArray(null);
    if (!this.still && Date.now() < this.#runningUntil) map.triggerRepaint();
  }

  #draw(name: string, source: Source, what: Instances, wraps: number[], input: CustomRenderMethodInput, zoom: number): void {
    const gl = this.#gl;
    if (!gl || what.count === 0) return;
    const key = name + input.shaderData.variantName;
    const program = this.#programs.get(key) ?? new Program(gl, source, input.shaderData);
    this.#programs.set(key, program);
    program.use();
    projection(program, input);
    const now = Date.now();
    const canvas = gl.canvas as HTMLCanvasElement;
    program.set("u_pixel", [2 / canvas.clientWidth, 2 / canvas.clientHeight]);
    program.set("u_zoom_scale", zoomScale(zoom));
    program.set("u_min_magnitude", this.minMagnitude);
    program.set("u_from", this.#seconds(now - this.window));
    program.set("u_now", this.#seconds(now));
    program.set("u_fade", this.window / SECOND);
    program.set("u_clock", this.#seconds(now));
    program.set("u_unknown", unknownUniform(this.theme));
    program.set("u_chosen", rgb(CHOSEN[this.theme]));
    program.setArray("u_ramp", 3, rampUniform(this.theme));
    program.setArray("u_stops", 1, DEPTH_STOPS);
    what.bind();
    for (const wrap of wraps) {
      program.set("u_wrap", wrap);
      what.draw();
    }
  }

  #record(quake: Quake): number[] {
    return [...mercator(quake.lon, quake.lat), quake.mag ?? 0, quake.depth ?? UNKNOWN_DEPTH, this.#seconds(quake.time)];
  }

  #addRings(quake: Quake, now: number): void {
    const shown = this.#shown.get(quake.id) ?? now;
    this.#shown.set(quake.id, shown);
    const until = this.still ? 0 : shown + RUNNING;
    this.#runningUntil = Math.max(this.#runningUntil, until);
    this.#rings.write([...this.#record(quake), this.still ? -1e9 : this.#seconds(until), 0]);
  }

  #seconds(time: number): number {
    return (time - this.#epoch) / SECOND;
  }
}

function projection(program: Program, input: CustomRenderMethodInput): void {
  const data = input.defaultProjectionData;
  program.setMatrix("u_projection_matrix", data.mainMatrix as Float32List);
  program.setMatrix("u_projection_fallback_matrix", data.fallbackMatrix as Float32List);
  program.set("u_projection_tile_mercator_coords", data.tileMercatorCoords as number[]);
  program.set("u_projection_clipping_plane", data.clippingPlane as number[]);
  program.set("u_projection_transition", data.projectionTransition);
}
