// What the layer sends to the graphics card, and what it finds under the pointer.

import assert from "node:assert/strict";
import { test } from "node:test";
import { type Sight, pick, target } from "../src/layer/pick";
import { Points } from "../src/layer/points";
import { Pulse, REST, ringed } from "../src/layer/pulse";
import { BYTES, UNKNOWN_DEPTH, WORDS, write } from "../src/layer/record";
import { shown } from "../src/layer/shown";
import { readView } from "../src/page/view";
import { type Quake, shape } from "../src/quake";
import { kilometresPerPixel, mercator } from "../src/sphere";

const quake = (id: string, more: Partial<Quake> = {}): Quake => ({
  id,
  updated: 1,
  time: 1_000_000,
  lon: 142.5,
  lat: 38.25,
  depth: 34.2,
  mag: 5.5,
  type: "earthquake",
  region: "",
  ...more,
});

/** A graphics card that only counts what is sent to it. */
function card() {
  const sent: string[] = [];
  const fake = {
    bufferData: (_: number, data: Float32Array) => sent.push(`all ${data.byteLength}`),
    bufferSubData: (_: number, offset: number, _data: unknown, from: number, length: number) =>
      sent.push(`${length * 4} bytes at ${offset} from ${from * 4}`),
  };
  const gl = new Proxy(fake, { get: (target, name) => Reflect.get(target, name) ?? (() => ({})) });
  return { gl: gl as unknown as WebGL2RenderingContext, sent };
}

test("a record is 20 bytes: place, magnitude, time, depth to the metre and shape", () => {
  assert.equal(BYTES, 20);
  const floats = new Float32Array(2 * WORDS);
  const integers = new Int32Array(floats.buffer);
  write(floats, integers, 0, quake("a", { type: "quarry blast" }), 400_000);
  write(floats, integers, 1, quake("b", { mag: null, depth: null }), 0);
  assert.deepEqual([...floats.slice(0, 2)], mercator(142.5, 38.25).map(Math.fround));
  assert.deepEqual([floats[2], floats[3], integers[4]! >> 8, integers[4]! & 255], [5.5, 600, 34_200, 1]);
  assert.deepEqual([floats[7]! < -90, integers[9]! >> 8, integers[9]! & 255], [true, UNKNOWN_DEPTH, 0]);
});

test("a new event, and a revision, upload the 20 bytes of it and nothing else", () => {
  const { gl, sent } = card();
  const points = new Points(0, 4);
  points.attach(gl);
  points.write(quake("a"));
  points.write(quake("b"));
  points.upload();
  sent.length = 0;
  points.write(quake("c"));
  points.upload();
  points.write(quake("a", { mag: 6 }), 0);
  points.upload();
  points.upload();
  assert.deepEqual(sent, ["20 bytes at 40 from 40", "20 bytes at 0 from 0"]);
});

test("growth uploads everything once, and so does a new context", () => {
  const { gl, sent } = card();
  const points = new Points(0, 2);
  points.attach(gl);
  for (const id of ["a", "b", "c"]) points.write(quake(id));
  points.upload();
  assert.deepEqual(sent.splice(0), ["all 80"]);
  const other = card();
  points.attach(other.gl);
  points.upload();
  assert.deepEqual(other.sent, ["all 80"]);
});

test("what comes after all were let go takes their places", () => {
  const { gl, sent } = card();
  const points = new Points(0, 2);
  points.attach(gl);
  for (const id of ["a", "b"]) points.write(quake(id));
  points.upload();
  points.clear();
  for (const id of ["b", "c"]) points.write(quake(id));
  sent.length = 0;
  points.upload();
  assert.deepEqual([points.count, sent], [2, ["40 bytes at 0 from 0"]]);
});

test("a view becomes uniforms, with unbounded bounds where it has none", () => {
  const live = shown(readView("minmagnitude=4.5&maxdepth=70&type=other&bbox=175,-25,-175,-10&days=1"), 86_400_000, 0);
  assert.deepEqual(live.u_time, [0, 1e9]);
  assert.deepEqual(live.u_magnitude, [4.5, 1e9]);
  assert.deepEqual(live.u_depth, [-1e9, 70_000]);
  assert.equal(live.u_kinds, 2);
  assert.deepEqual(live.u_box, [...mercator(175, -10), ...mercator(-175, -25)]);
  const replay = shown(readView("at=1970-01-03T00:00:00Z&days=1"), 1e12, 0);
  assert.deepEqual([replay.now, replay.u_time], [172_800, [86_400, 172_800]]);
});

test("blasts are diamonds, and all else that is no earthquake is square", () => {
  const kinds = ["earthquake", undefined, "quarry blast", "nuclear explosion", "landslide", "induced earthquake"];
  const shapes = kinds.map((type) => shape({ ...quake("a"), ...(type === undefined ? { type: "earthquake" } : { type }) }));
  assert.deepEqual(shapes, ["circle", "circle", "diamond", "diamond", "square", "square"]);
});

/** A flat map at zoom 4, 1000 pixels wide and high, with its middle at a longitude. */
function flat(middle: number): Sight {
  const size = 512 * 2 ** 4;
  const [x0, y0] = mercator(middle, 0);
  return {
    zoom: 4,
    globe: false,
    kmPerPixel: kilometresPerPixel(0, 4),
    project: (lon, lat) => {
      const [x, y] = mercator(lon + 360 * Math.round((middle - lon) / 360), lat);
      return { x: 500 + (x - x0) * size, y: 500 + (y - y0) * size };
    },
  };
}

function under(quakes: Quake[], lon: number, lat: number, sight: Sight, admitted = (_: Quake) => true) {
  const targets = new Float64Array(quakes.flatMap(target));
  return pick(quakes, targets, admitted, sight.project(lon, lat), { lon, lat }, sight, 5)?.id;
}

test("the pointer finds what lies across the date line", () => {
  const fiji = quake("fiji", { lon: -179.98, lat: -18 });
  assert.equal(under([fiji], 179.95, -18, flat(179)), "fiji");
  assert.equal(under([fiji], 175, -18, flat(179)), undefined);
});

test("the pointer finds only what is shown, and the nearer of two", () => {
  const [weak, strong] = [quake("weak", { mag: 2 }), quake("strong", { lon: 142.9 })];
  assert.equal(under([weak, strong], 142.52, 38.25, flat(140)), "weak");
  assert.equal(under([weak, strong], 142.85, 38.25, flat(140)), "strong");
  assert.equal(under([weak, strong], 142.52, 38.25, flat(140), (each) => each !== weak), "strong");
});

test("on the flat map what is near a pole is found where it is drawn, at the edge", () => {
  const pole = quake("pole", { lon: 20, lat: 88.5 });
  assert.equal(under([pole], 20.1, 85.04, flat(20)), "pole");
});

test("rings run when something comes, rest, and run again", () => {
  const pulse = new Pulse();
  assert.deepEqual([pulse.runs(5000), pulse.phase(5000)], [false, REST]);
  pulse.heed(new Set(["a"]), 10_000);
  assert.equal(pulse.runs(11_000), true);
  assert.notEqual(pulse.phase(11_000), REST);
  assert.deepEqual([pulse.runs(20_000), pulse.phase(20_000)], [false, REST]);
  assert.equal(pulse.runs(20_000 + pulse.rest(20_000) + 1), true);
});

test("rings begin with what comes, not with what is revised or goes", () => {
  const pulse = new Pulse();
  pulse.heed(new Set(["a", "b"]), 0);
  pulse.heed(new Set(["a", "b"]), 20_000);
  pulse.heed(new Set(["a"]), 20_000);
  assert.equal(pulse.runs(20_001), false);
  pulse.heed(new Set(["a", "c"]), 20_002);
  assert.equal(pulse.runs(20_003), true);
});

test("what the filter leaves out carries no rings", () => {
  const now = 1_000_000 + 5 * 60_000;
  assert.equal(ringed(readView(""), quake("a"), now), true);
  assert.equal(ringed(readView("minmagnitude=6"), quake("a"), now), false);
  assert.equal(ringed(readView("bbox=0,0,10,10"), quake("a"), now), false);
  assert.equal(ringed(readView(""), quake("a"), now + 6 * 60_000), false);
  const replay = readView("at=1970-01-01T00:20:00Z");
  assert.equal(ringed(replay, quake("a"), 1e12), true);
  assert.equal(ringed(replay, quake("late", { time: 1_300_000 }), 1e12), false);
});
