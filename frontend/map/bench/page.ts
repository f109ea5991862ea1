// The measurements, in the browser: each contestant on a map of its own, one after the other, and the results sent back to
// the script that opened this page (run.mjs).

import { Map as MapLibre, setWorkerUrl } from "maplibre-gl";
import { Circles, type Contestant, OurLayer } from "./contestants";
import { events } from "./events";
import { type Lap, finish, lap, median } from "./stopwatch";

/** How often each change is measured; the median counts. */
const ROUNDS = 9;
/** Frames while the map moves. */
const FRAMES = 12;

export interface Result {
  name: string;
  load: Lap;
  insert: Lap;
  window: Lap;
  /** Milliseconds a frame while the map moves. */
  pan: number;
}

const search = new URLSearchParams(location.search);
const count = Number(search.get("events"));
const projection = search.get("projection") === "globe" ? "globe" : "mercator";
const now = Date.now();

setWorkerUrl("/maplibre-gl-worker.mjs");

async function openMap(): Promise<MapLibre> {
  const container = document.createElement("div");
  document.body.replaceChildren(container);
  const layers = [{ id: "sea", type: "background" as const, paint: { "background-color": "#101d2d" } }];
  const map = new MapLibre({
    container,
    style: { version: 8, projection: { type: projection }, sources: {}, layers },
    center: [146, 6],
    zoom: 1.2,
    maxPitch: 0,
    fadeDuration: 0,
    attributionControl: false,
    canvasContextAttributes: { antialias: true },
  });
  await map.once("idle");
  return map;
}

async function measure(make: (map: MapLibre) => Contestant): Promise<Result> {
  const map = await openMap();
  const gl = map.getCanvas().getContext("webgl2") as WebGL2RenderingContext;
  const contestant = make(map);
  const quakes = events(count + ROUNDS + 1, now);
  const load = await lap(gl, () => contestant.load(quakes.slice(0, count)));
  // The first of its kind warms up what all others find warm.
  await contestant.insert(quakes[count]!);
  const inserts: Lap[] = [];
  for (const quake of quakes.slice(count + 1)) inserts.push(await lap(gl, () => contestant.insert(quake)));
  const windows: Lap[] = [];
  for (let round = 0; round < ROUNDS; round++) windows.push(await lap(gl, () => contestant.window(3 + 3 * round)));
  const began = performance.now();
  for (let frame = 0; frame < FRAMES; frame++) {
    map.jumpTo({ center: [146 + frame * 0.7, 6] });
    map.redraw();
    finish(gl);
  }
  const pan = (performance.now() - began) / FRAMES;
  map.remove();
  return { name: contestant.name, load, insert: middle(inserts), window: middle(windows), pan };
}

function middle(laps: Lap[]): Lap {
  const of = (name: keyof Lap) => median(laps.map((each) => each[name]));
  return { drawn: of("drawn"), pixels: of("pixels"), blocked: of("blocked") };
}

function graphics(): string {
  const gl = document.createElement("canvas").getContext("webgl2");
  const info = gl?.getExtension("WEBGL_debug_renderer_info");
  return gl && info ? String(gl.getParameter(info.UNMASKED_RENDERER_WEBGL)) : "unknown";
}

async function run(): Promise<object> {
  const results = [await measure((map) => new OurLayer(map)), await measure((map) => new Circles(map, now))];
  return { graphics: graphics(), browser: navigator.userAgent, count, projection, results };
}

const answer = await run().catch((reason: unknown) => ({ error: String(reason) }));
await fetch("/results", { method: "POST", body: JSON.stringify(answer) });
