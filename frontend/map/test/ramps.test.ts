// The scales of colour, held to what eyes can tell apart: from the map beneath, and from each other, also for the colour
// blind; and that the style sheet has the same ones.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { PALETTE } from "../src/base/palette";
import { RAMPS, type Theme, UNKNOWN_COLOUR, markClass, rgb } from "../src/layer/ramp";
import type { Quake } from "../src/quake";

type Colour = [number, number, number];

// Machado, Oliveira and Fernandes (2009), severity 1, for linear RGB.
const VISIONS: Record<string, Colour[]> = {
  normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protan: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritan: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

const linear = (hex: string) =>
  rgb(hex).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)) as Colour;
const luminance = (hex: string) => {
  const [r, g, b] = linear(hex);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a: string, b: string) => {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
};
const seen = (hex: string, vision: Colour[]) => {
  const colour = linear(hex);
  const dot = (row: Colour) => row[0] * colour[0] + row[1] * colour[1] + row[2] * colour[2];
  return vision.map((row) => Math.min(1, Math.max(0, dot(row)))) as Colour;
};

function lab([r, g, b]: Colour): Colour {
  const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** CIEDE2000: 1 is what one can just tell apart side by side. */
function difference([l1, a1, b1]: Colour, [l2, a2, b2]: Colour): number {
  const degrees = (angle: number) => (angle * 180) / Math.PI;
  const radians = (angle: number) => (angle * Math.PI) / 180;
  const seventh = (c: number) => Math.sqrt(c ** 7 / (c ** 7 + 25 ** 7));
  const g = 1.5 - 0.5 * seventh((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2);
  const [c1, c2] = [Math.hypot(g * a1, b1), Math.hypot(g * a2, b2)];
  const hue = (a: number, b: number) => (degrees(Math.atan2(b, g * a)) + 360) % 360;
  const [h1, h2] = [hue(a1, b1), hue(a2, b2)];
  const turn = ((h2 - h1 + 540) % 360) - 180;
  const [l, c, h] = [(l1 + l2) / 2, (c1 + c2) / 2, (h1 + turn / 2 + 360) % 360];
  const cosine = (factor: number, shift: number) => Math.cos(radians(factor * h + shift));
  const t = 1 - 0.17 * cosine(1, -30) + 0.24 * cosine(2, 0) + 0.32 * cosine(3, 6) - 0.2 * cosine(4, -63);
  const lightness = (l2 - l1) / (1 + (0.015 * (l - 50) ** 2) / Math.sqrt(20 + (l - 50) ** 2));
  const chroma = (c2 - c1) / (1 + 0.045 * c);
  const tone = (2 * Math.sqrt(c1 * c2) * Math.sin(radians(turn / 2))) / (1 + 0.015 * c * t);
  const rotation = -2 * seventh(c) * Math.sin(radians(60 * Math.exp(-(((h - 275) / 25) ** 2))));
  return Math.sqrt(lightness ** 2 + chroma ** 2 + tone ** 2 + rotation * chroma * tone);
}

const ramps = Object.entries(RAMPS).flatMap(([name, themes]) =>
  Object.entries(themes).map(([theme, colours]) => ({ name: `${name}, ${theme}`, theme: theme as Theme, colours })),
);

test("differences are those of the paper that defines them", () => {
  // Sharma, Wu and Dalal (2005), pairs 1, 7 and 25.
  for (const [a, b, expected] of [
    [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
    [[50, 0, 0], [50, -1, 2], 2.3669],
    [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
  ] as [Colour, Colour, number][]) {
    assert.ok(Math.abs(difference(a, b) - expected) < 1e-4, `${difference(a, b)}, not ${expected}`);
  }
});

test("every colour stands out from the sea and the land of its theme, 3 to 1", () => {
  const all = [...ramps, ...Object.entries(UNKNOWN_COLOUR).map(([theme, colour]) => ({ name: "unknown", theme: theme as Theme, colours: [colour] }))];
  for (const { name, theme, colours } of all) {
    for (const ground of [PALETTE[theme].sea, PALETTE[theme].land, PALETTE[theme].lake]) {
      for (const colour of colours) {
        assert.ok(contrast(colour, ground) >= 3, `${name}: ${colour} on ${ground} has ${contrast(colour, ground)}`);
      }
    }
  }
});

test("lightness goes one way along a scale, for every kind of vision", () => {
  for (const { name, colours } of ramps) {
    for (const [vision, matrix] of Object.entries(VISIONS)) {
      const steps = colours.map((colour) => lab(seen(colour, matrix))[0]);
      const signs = new Set(steps.slice(1).map((value, i) => Math.sign(value - steps[i]!)));
      assert.equal(signs.size, 1, `${name}, ${vision}: ${steps.map((value) => value.toFixed(0)).join(" ")}`);
    }
  }
});

test("neighbours on a scale can be told apart, by every kind of vision", () => {
  for (const { name, colours } of ramps) {
    for (const [vision, matrix] of Object.entries(VISIONS)) {
      colours.slice(1).forEach((colour, i) => {
        const apart = difference(lab(seen(colours[i]!, matrix)), lab(seen(colour, matrix)));
        assert.ok(apart >= 5.9, `${name}, ${vision}: ${colours[i]} and ${colour} differ by ${apart.toFixed(1)}`);
      });
    }
  }
});

test("the style sheet has the same colours", () => {
  const css = readFileSync("../style/ramps.css", "utf8");
  for (const [name, { light, dark }] of Object.entries(RAMPS)) {
    light.forEach((colour, i) => {
      const line = `--${name[0]}${i}: light-dark(${colour}, ${dark[i]});`;
      assert.ok(css.includes(line), line);
    });
  }
  assert.ok(css.includes(`--du: light-dark(${UNKNOWN_COLOUR.light}, ${UNKNOWN_COLOUR.dark});`));
});

test("a mark has the class of what colours it", () => {
  const quake = { time: 0, depth: 40, mag: 4.2 } as Quake;
  const hours = (count: number) => count * 3_600_000;
  assert.equal(markClass("depth", quake, 0), "d1");
  assert.deepEqual([-1, 0.5, 1, 6, 100, 800].map((age) => markClass("age", quake, hours(age))), ["a0", "a0", "a1", "a2", "a3", "a5"]);
  assert.equal(markClass("magnitude", quake, 0), "m2");
  assert.equal(markClass("magnitude", { ...quake, mag: null }, 0), "du");
});
