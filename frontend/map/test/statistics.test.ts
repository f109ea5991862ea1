// The statistics, held to catalogues made after the law that they are to find.

import assert from "node:assert/strict";
import { test } from "node:test";
import english from "../../messages/en.json";
import { DAY } from "../src/page/filter";
import { speak } from "../src/page/messages";
import type { Box } from "../src/page/view";
import { BIN, ENOUGH, type Law, completeness, expected, frequencies, law as lawOfBins } from "../src/panels/gutenberg-richter";
import { greatest, ranked } from "../src/panels/rank";
import { rate } from "../src/panels/rate";
import { roundValues } from "../src/panels/scale";
import { degrees, section } from "../src/panels/section";
import { joules, magnitudeOf, summary } from "../src/panels/summary";
import type { Quake } from "../src/quake";

const law = (magnitudes: readonly number[]) => lawOfBins(frequencies(magnitudes));

function lawOf(magnitudes: readonly number[]): Law {
  const found = law(magnitudes);
  assert.ok(typeof found === "object", String(found));
  return found;
}

/** Numbers from 0 to 1 that look random and are the same in every run (Park and Miller's generator). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

/** Magnitudes after Gutenberg and Richter's law from `least` on, rounded as agencies do. */
function magnitudes(count: number, b: number, least: number, random = numbers(7)): number[] {
  return Array.from({ length: count }, () => Math.round((least - 0.05 - Math.log10(1 - random()) / b) * 10) / 10);
}

const quake = (part: Partial<Quake>): Quake => ({
  id: "a",
  updated: 0,
  time: 0,
  lon: 0,
  lat: 0,
  depth: 10,
  mag: 4,
  region: "",
  ...part,
});

test("b of a known law is found within three of its own standard deviations", () => {
  for (const b of [0.7, 1, 1.3]) {
    for (const seed of [1, 2, 3, 4, 5]) {
      const found = lawOf(magnitudes(4000, b, 2, numbers(seed * 1009)));
      assert.ok(Math.abs(found.b - b) < 3 * found.uncertainty, `${found.b} ± ${found.uncertainty} for ${b}`);
      assert.ok(found.uncertainty < 0.06);
    }
  }
});

test("bins give what the formulas give of the events themselves, rounded or not", () => {
  for (const digits of [1, 2, 5]) {
    for (const seed of [1, 2, 3]) {
      const random = numbers(seed * 523);
      const all = Array.from({ length: 3000 }, () => Number((1.95 - Math.log10(1 - random())).toFixed(digits)));
      const found = lawOf(all);
      const complete = all.filter((each) => Math.round(each / BIN) >= Math.round(found.completeness / BIN));
      const count = complete.length;
      const mean = complete.reduce((sum, each) => sum + each, 0) / count;
      const b = Math.LOG10E / (mean - (found.completeness - BIN / 2));
      const variance = complete.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (count * (count - 1));
      assert.ok(count >= ENOUGH && found.count === count);
      assert.ok(Math.abs(found.b - b) < 1e-9);
      assert.ok(Math.abs(found.uncertainty - Math.LN10 * b * b * Math.sqrt(variance)) < 1e-9);
      assert.ok(Math.abs(found.a - (Math.log10(count) + b * found.completeness)) < 1e-9);
    }
  }
});

test("a rank is that of the sorted numbers, and the greatest are those that a sort would put first", () => {
  for (const seed of [1, 2, 3, 4]) {
    const random = numbers(seed * 811);
    const all = Array.from({ length: 500 }, (_, n) => ({ n, value: Math.round(random() * 60) }));
    const sorted = [...all].sort((a, b) => b.value - a.value);
    for (const most of [0, 1, 77, 499, 500, 900]) {
      assert.deepEqual(greatest(all, most, ({ value }) => value), sorted.slice(0, most));
    }
    const upwards = all.map(({ value }) => value).sort((a, b) => a - b);
    for (const index of [0, 1, 250, 499]) {
      assert.equal(ranked(Float64Array.from(all, ({ value }) => value), index), upwards[index]);
    }
  }
  assert.ok(Number.isNaN(ranked(new Float64Array(), 0)));
});

test("the uncertainty says how far estimates scatter", () => {
  const found = Array.from({ length: 60 }, (_, n) => lawOf(magnitudes(800, 1, 2, numbers(100 + n * 7919))));
  const mean = found.reduce((sum, { b }) => sum + b, 0) / found.length;
  const scatter = Math.sqrt(found.reduce((sum, { b }) => sum + (b - mean) ** 2, 0) / found.length);
  const said = found.reduce((sum, { uncertainty }) => sum + uncertainty, 0) / found.length;
  assert.ok(Math.abs(mean - 1) < 0.03, `mean ${mean}`);
  assert.ok(scatter / said > 0.6 && scatter / said < 1.6, `${scatter} against ${said}`);
});

test("what is incomplete below a magnitude does not bend b", () => {
  const random = numbers(11);
  const all = magnitudes(20_000, 1, 1, numbers(12));
  // Detected ever less often below 2.5.
  const detected = all.filter((magnitude) => magnitude >= 2.5 || random() < 10 ** (-2 * (2.5 - magnitude)));
  const least = completeness(frequencies(detected));
  assert.ok(least !== null && least >= 2.5 && least <= 2.9, `complete from ${least}`);
  const found = lawOf(detected);
  assert.ok(Math.abs(found.b - 1) < 3 * found.uncertainty, `${found.b} ± ${found.uncertainty}`);
});

test("where a dense network is mixed with the world, the law is the world's", () => {
  for (const seed of [1, 2, 3]) {
    const [dense, world] = [magnitudes(1500, 1, 2.5, numbers(seed * 31)), magnitudes(1200, 1, 4.5, numbers(seed * 37))];
    const found = lawOf([...dense, ...world]);
    assert.ok(found.completeness >= 4.3 && Math.abs(found.b - 1) < 0.15, `${found.b} from ${found.completeness}`);
  }
});

test("magnitudes that follow no law get none", () => {
  const flat = Array.from({ length: 2000 }, (_, n) => 3 + (n % 30) / 10);
  assert.equal(law([...flat, 3, 3]), "misfit");
});

test("most catalogues of few events that follow the law get one", () => {
  const found = Array.from({ length: 100 }, (_, n) => law(magnitudes(150, 1, 3, numbers(17 + n * 104_729))));
  assert.ok(found.filter((each) => typeof each === "object").length >= 95);
});

test("fewer than fifty above the completeness give no law", () => {
  assert.equal(law([]), "few");
  assert.equal(law(magnitudes(60, 1, 3)), "few");
  const above = magnitudes(50, 1, 3.2, numbers(5));
  const below = new Array<number>(100).fill(3);
  assert.equal(law([...below, ...above.slice(1)]), "few");
  assert.notEqual(law([...below, ...above]), "few");
});

test("the law goes through what it was made of", () => {
  const found = lawOf(magnitudes(4000, 1, 2));
  assert.ok(Math.abs(expected(found, found.completeness) - found.count) < 1e-6 * found.count);
});

test("frequencies have no holes, and each holds all above it", () => {
  const found = frequencies([2.5, 2.5, 2.7, 3]);
  assert.deepEqual(
    found.map(({ magnitude }) => magnitude),
    [2.5, 2.6, 2.7, 2.8, 2.9, 3],
  );
  assert.deepEqual(
    found.map(({ count }) => count),
    [2, 0, 1, 0, 0, 1],
  );
  assert.deepEqual(
    found.map(({ cumulative }) => cumulative),
    [4, 2, 2, 1, 1, 1],
  );
  assert.deepEqual(frequencies([]), []);
});

test("of two equally full bins completeness is judged by the upper", () => {
  assert.equal(completeness(frequencies([2.5, 2.5, 2.6, 2.6])), 2.8);
  assert.equal(completeness([]), null);
});

test("energies add up: about thirty-two of one magnitude are one of the next", () => {
  assert.ok(Math.abs(joules(6) / joules(5) - 31.62) < 0.01);
  assert.ok(Math.abs(magnitudeOf(32 * joules(5)) - 6) < 0.01);
  assert.equal(magnitudeOf(joules(7.3)).toFixed(6), "7.300000");
});

test("a summary counts all, and names the largest of those with a magnitude", () => {
  const found = summary([quake({ mag: null }), quake({ mag: 4.9 }), quake({ id: "b", mag: 6.1 })]);
  assert.equal(found.count, 3);
  assert.equal(found.largest?.id, "b");
  assert.equal(found.together?.toFixed(1), "6.1");
  assert.deepEqual(summary([quake({ mag: null })]), { count: 1, largest: null, together: null });
});

test("each event is in the hour or day it fell into", () => {
  const now = Date.UTC(2026, 10, 20, 17, 17);
  const hourly = rate([now, now - DAY / 24, now - 1000], now - DAY, now, true);
  assert.ok(hourly.hourly && hourly.bins.length === 25);
  assert.deepEqual(
    hourly.bins.slice(-2).map(({ count }) => count),
    [1, 2],
  );
  const daily = rate([now, now - DAY, now - 6.9 * DAY], now - 7 * DAY, now, true);
  assert.deepEqual(
    daily.bins.map(({ count }) => count),
    [1, 0, 0, 0, 0, 0, 1, 1],
  );
});

test("no event is lost between the bins, on any clock", () => {
  const now = Date.UTC(2026, 2, 30, 1);
  const random = numbers(3);
  for (const utc of [true, false]) {
    const times = Array.from({ length: 500 }, () => now - random() * 30 * DAY);
    assert.equal(
      rate(times, now - 30 * DAY, now, utc).bins.reduce((sum, { count }) => sum + count, 0),
      500,
    );
  }
});

test("a section runs along the wider side, over the date line too", () => {
  const fiji: Box = [170, -25, -170, -10];
  const found = section(
    [quake({ lon: -178, lat: -18, depth: 560 }), quake({ lon: 0, lat: 0 }), quake({ lon: 175, lat: -20, depth: null })],
    fiji,
  );
  assert.equal(found.along, "east");
  assert.deepEqual([found.start, found.end], [170, 190]);
  assert.deepEqual(
    found.points.map(({ place, depth }) => [place, depth]),
    [[182, 560]],
  );
  const chile = section([quake({ lon: -70, lat: -30 })], [-75, -45, -65, -18]);
  assert.equal(chile.along, "north");
  assert.deepEqual(
    chile.points.map(({ place }) => place),
    [-30],
  );
  assert.ok(Math.abs(chile.km - 27 * 111.195) < 1);
});

test("without a map the section is of the whole world", () => {
  const found = section(
    [-179, -26, -25, 0, 179].map((lon) => quake({ lon })),
    null,
  );
  assert.equal(found.points.length, 5);
  assert.ok(found.points.every(({ place }) => place >= found.start && place <= found.end));
});

test("places on a section are said as on maps", () => {
  speak(english);
  assert.deepEqual(
    [170, 180, 190, -75, 0].map((place) => degrees(place, "east")),
    ["170° E", "180°", "170° W", "75° W", "0°"],
  );
  assert.deepEqual(
    [-18.25, 0, 40].map((place) => degrees(place, "north")),
    ["18.3° S", "0°", "40° N"],
  );
});

test("axes have round numbers", () => {
  assert.deepEqual(roundValues(0, 700, 4), [0, 200, 400, 600]);
  assert.deepEqual(roundValues(2.4, 5.6, 6), [3, 4, 5]);
  assert.deepEqual(roundValues(-0.3, 0.3, 6), [-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3]);
  assert.deepEqual(roundValues(5, 5, 4), [5]);
});
