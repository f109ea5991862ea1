// The earthquakes on the map: a MapLibre custom layer that draws them straight from a buffer on the GPU.

import type { CustomLayerInterface, CustomRenderMethodInput, Map as MapLibre } from "maplibre-gl";
import { now } from "../page/clock";
import { DAY, admits } from "../page/filter";
import { USUAL, type View } from "../page/view";
import type { Quake } from "../quake";
import { type Point, type Sight, TARGET, pick, target } from "./pick";
import { Points } from "./points";
import { Program, type Source } from "./program";
import { FRESH, Pulse, REST, ringed } from "./pulse";
import { RAMPS, STOPS, type Theme, UNKNOWN_COLOUR, rgb, zoomScale } from "./ramp";
import { mark, ring } from "./shaders";
import { type Shown, everything, shown } from "./shown";

const SECOND = 1000;
const CHOSEN: Record<Theme, string> = { dark: "#ffffff", light: "#16202b" };
const COLOURS = { depth: 0, age: 1, magnitude: 2 };
/** How far marks and rings reach into the picture from outside of it, in pixels. */
const LARGEST = 160;

export class QuakeLayer implements CustomLayerInterface {
  readonly id = "quakes";
  readonly type = "custom" as const;
  readonly renderingMode = "2d" as const;
  theme: Theme = "dark";
  /** Whether rings stand still. */
  still = false;

  readonly #epoch = Date.now();
  readonly #marks = new Points(this.#epoch, 4096);
  readonly #rings = new Points(this.#epoch, 64);
  readonly #mark = new Points(this.#epoch, 1);
  readonly #programs = new Map<string, Program>();
  readonly #index = new Map<string, number>();
  readonly #pulse = new Pulse();
  #quakes: Quake[] = [];
  #targets = new Float64Array(TARGET * 4096);
  #view: View = USUAL;
  #chosen: string | null = null;
  /** The moment for which the rings were collected; null when they must be collected anew. */
  #ringsOf: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #map: MapLibre | undefined;
  #gl?: WebGL2RenderingContext;
  /** The largest point this graphics card draws, in its own pixels. */
  #largestPoint = 1;
  /** What the shaders are told of the picture's size. */
  #frame: Record<string, number | readonly number[]> = {};

  /** Shows what this view admits, at its moment, in its colours. Uploads nothing. */
  show(view: View): void {
    this.#view = view;
    this.refresh();
  }

  /** Puts one earthquake on top, or changes the one that is there. */
  put(quake: Quake): void {
    this.#store(quake);
    this.refresh();
  }

  /** Shows these and no others. */
  replace(quakes: Iterable<Quake>): void {
    this.#index.clear();
    this.#quakes = [];
    this.#marks.clear();
    for (const quake of quakes) this.#store(quake);
    this.choose(this.#chosen);
  }

  choose(id: string | null): void {
    this.#chosen = id;
    const quake = id === null ? undefined : this.#quakes[this.#index.get(id) ?? -1];
    this.#mark.clear();
    if (quake) this.#mark.write(quake);
    this.refresh();
  }

  /** Draws anew, with the time as it is now. */
  refresh(): void {
    this.#ringsOf = null;
    this.#map?.triggerRepaint();
  }

  /** The earthquake under the pointer, of those that are shown. */
  at(point: Point, place: { lon: number; lat: number }, sight: Sight, slack: number): Quake | undefined {
    const present = now();
    const admitted = (quake: Quake) => quake.id === this.#chosen || admits(this.#view, quake, present);
    return pick(this.#quakes, this.#targets, admitted, point, place, sight, slack);
  }

  /** Called again, with a new context, when the last one was lost. */
  onAdd(map: MapLibre, gl: WebGL2RenderingContext): void {
    this.#map = map;
    this.#gl = gl;
    this.#largestPoint = (gl.getParameter(gl.ALIASED_POINT_SIZE_RANGE) as Float32Array | null)?.[1] ?? 1;
    this.#programs.clear();
    for (const each of [this.#marks, this.#rings, this.#mark]) each.attach(gl);
  }

  onRemove(): void {
    this.#map = undefined;
    clearTimeout(this.#timer);
    for (const each of [this.#marks, this.#rings, this.#mark]) each.detach();
    for (const program of this.#programs.values()) program.delete();
    this.#programs.clear();
  }

  render(gl: WebGL2RenderingContext, input: CustomRenderMethodInput): void {
    const [present, frame] = [now(), performance.now()];
    this.#collectRings(present, frame);
    for (const each of [this.#marks, this.#rings, this.#mark]) each.upload();
    gl.disable(gl.DEPTH_TEST);
    gl.disable(gl.STENCIL_TEST);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    this.#widen(gl);
    const filter = shown(this.#view, present, this.#epoch);
    // The chosen one is seen even where the filter would leave it out: people came for it.
    const all = everything(filter);
    const phase = this.still || this.#view.at !== null ? REST : this.#pulse.phase(frame);
    this.#draw("ring", ring, this.#rings, filter, input, { u_steady: 0, u_phase: phase });
    this.#draw("mark", mark, this.#marks, filter, input);
    this.#draw("mark", mark, this.#mark, all, input);
    this.#draw("ring", ring, this.#mark, all, input, { u_steady: 1 });
    gl.bindVertexArray(null);
    gl.viewport(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight);
    this.#next(frame);
  }

  #store(quake: Quake): void {
    const at = this.#index.get(quake.id) ?? this.#quakes.length;
    this.#index.set(quake.id, at);
    this.#quakes[at] = quake;
    if (TARGET * (at + 1) > this.#targets.length) {
      const larger = new Float64Array(this.#targets.length * 2);
      larger.set(this.#targets);
      this.#targets = larger;
    }
    this.#targets.set(target(quake), TARGET * at);
    this.#marks.write(quake, at);
    if (quake.id === this.#chosen) this.#mark.write(quake, 0);
  }

  // Points vanish with their centre: those just outside of the picture are drawn into it from a larger viewport.
  #widen(gl: WebGL2RenderingContext): void {
    const { drawingBufferWidth: width, drawingBufferHeight: height } = gl;
    const dots = width / (gl.canvas as HTMLCanvasElement).clientWidth;
    const edge = Math.ceil(LARGEST * dots);
    gl.viewport(-edge, -edge, width + 2 * edge, height + 2 * edge);
    this.#frame = {
      u_inner: [width / (width + 2 * edge), height / (height + 2 * edge)],
      u_dots: dots,
      u_largest: Math.min(LARGEST, this.#largestPoint / 2 / dots),
    };
  }

  #draw(
    name: string,
    source: Source,
    what: Points,
    { now, ...filter }: Shown,
    input: CustomRenderMethodInput,
    more: Record<string, number> = {},
  ): void {
    const [gl, map] = [this.#gl, this.#map];
    if (!gl || !map || what.count === 0) return;
    const key = name + input.shaderData.variantName;
    const program = this.#programs.get(key) ?? new Program(gl, source, input.shaderData);
    this.#programs.set(key, program);
    program.use();
    projection(program, input);
    const { colour, days } = this.#view;
    program.setAll({
      ...filter,
      ...more,
      u_now: now,
      ...this.#frame,
      u_zoom_scale: zoomScale(map.getZoom()),
      u_fade: (days * DAY) / SECOND,
      u_fresh: FRESH / SECOND,
      u_colour: COLOURS[colour],
      u_unknown: rgb(UNKNOWN_COLOUR[this.theme]),
      u_chosen: rgb(CHOSEN[this.theme]),
    });
    program.setArray("u_ramp", 3, RAMPS[colour][this.theme].flatMap(rgb));
    program.setArray("u_stops", 1, STOPS[colour]);
    for (const wrap of wraps(input, map)) {
      program.setAll({ u_wrap: wrap });
      what.draw();
    }
  }

  // Playback moves the moment at every frame; the present needs no more than a look a second.
  #collectRings(present: number, frame: number): void {
    const moment = this.#view.at ?? present;
    if (this.#ringsOf !== null && Math.abs(moment - this.#ringsOf) < SECOND) return;
    this.#ringsOf = moment;
    this.#rings.clear();
    const ids = new Set<string>();
    for (const quake of this.#quakes) {
      if (!ringed(this.#view, quake, present)) continue;
      this.#rings.write(quake);
      ids.add(quake.id);
    }
    this.#pulse.heed(ids, frame);
  }

  // Runs while rings do; else sleeps until they run again, which is also when one that is no longer fresh loses its own.
  #next(frame: number): void {
    clearTimeout(this.#timer);
    if (this.#rings.count === 0 || this.#view.at !== null) return;
    if (!this.still && this.#pulse.runs(frame)) this.#map?.triggerRepaint();
    else this.#timer = setTimeout(() => this.refresh(), this.#pulse.rest(frame));
  }
}

/** Where the world is drawn: once on the globe; on the flat map as often as it is seen side by side. */
function wraps(input: CustomRenderMethodInput, map: MapLibre): number[] {
  if (input.shaderData.variantName.includes("globe")) return [0];
  // Counted in worlds, of which the middle one reaches from 0 to 1.
  const world = (x: number) => Math.floor(map.unproject([x, 0]).lng / 360 + 0.5);
  const [from, to] = [world(-LARGEST), world(map.getCanvas().clientWidth + LARGEST)];
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

function projection(program: Program, input: CustomRenderMethodInput): void {
  const data = input.defaultProjectionData;
  program.setMatrix("u_projection_matrix", data.mainMatrix as Float32List);
  program.setMatrix("u_projection_fallback_matrix", data.fallbackMatrix as Float32List);
  program.setAll({
    u_projection_tile_mercator_coords: data.tileMercatorCoords as number[],
    u_projection_clipping_plane: data.clippingPlane as number[],
    u_projection_transition: data.projectionTransition,
  });
}
