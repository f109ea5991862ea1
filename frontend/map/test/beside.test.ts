// Where the card of the chosen earthquake stands.

import assert from "node:assert/strict";
import { test } from "node:test";
import { beside } from "../src/beside";
import { nearestCopy } from "../src/sphere";

const CARD = { width: 256, height: 240 };
const MAP = { width: 1280, height: 800 };

test("a card stands to the right of its mark, and to the left where there is no room", () => {
  assert.deepEqual(beside({ x: 600, y: 400, radius: 10 }, CARD, MAP), { left: 626, top: 320 });
  assert.deepEqual(beside({ x: 1200, y: 400, radius: 10 }, CARD, MAP), { left: 918, top: 320 });
});

test("a card stays within the map wherever its mark is", () => {
  for (const x of [-3000, -20, 100, 1279, 5000]) {
    for (const y of [-900, 0, 400, 800, 2000]) {
      const { left, top } = beside({ x, y, radius: 30 }, CARD, MAP);
      assert.ok(left >= 16 && left + CARD.width <= MAP.width - 16, `left ${left}`);
      assert.ok(top >= 16 && top + CARD.height <= MAP.height - 16, `top ${top}`);
    }
  }
});

test("of the world's copies the one nearest to the middle counts", () => {
  assert.equal(nearestCopy(-175, 146), 185);
  assert.equal(nearestCopy(185, 146), 185);
  assert.equal(nearestCopy(170, -170), -190);
  assert.equal(nearestCopy(20, 10), 20);
  assert.equal(nearestCopy(20, 730), 740);
});
