// What waits for a page to be looked at, and what does not happen too often.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Pace } from "../src/pace";
import { afterVisible, whenSeenAgain } from "../src/visible";

class Page extends EventTarget {
  hidden = false;

  turn(hidden: boolean): void {
    this.hidden = hidden;
    this.dispatchEvent(new Event("visibilitychange"));
  }
}

test("only the time in which a page is seen counts", (context) => {
  const { timers } = context.mock;
  timers.enable({ apis: ["setTimeout"] });
  const page = new Page();
  page.hidden = true;
  let over = 0;
  afterVisible(8000, () => over++, page);
  timers.tick(60_000);
  page.turn(false);
  timers.tick(5000);
  page.turn(true);
  timers.tick(60_000);
  page.turn(false);
  timers.tick(7999);
  assert.equal(over, 0);
  timers.tick(1);
  page.turn(false);
  timers.tick(60_000);
  assert.equal(over, 1);
});

test("what is called off does not come, also not when the page is seen again", (context) => {
  const { timers } = context.mock;
  timers.enable({ apis: ["setTimeout"] });
  const page = new Page();
  let over = 0;
  const stop = afterVisible(8000, () => over++, page);
  stop();
  page.turn(false);
  timers.tick(60_000);
  assert.equal(over, 0);
});

test("a page that is seen again is told of once", () => {
  const page = new Page();
  let seen = 0;
  whenSeenAgain(() => seen++, page);
  page.turn(true);
  assert.equal(seen, 0);
  page.turn(false);
  page.turn(true);
  page.turn(false);
  assert.equal(seen, 1);
});

test("what is asked for at every frame is done at once, then four times a second, and at the end", (context) => {
  const { timers } = context.mock;
  timers.enable({ apis: ["setTimeout"] });
  let asked = 0;
  const done: number[] = [];
  const pace = new Pace(250, () => done.push(asked));
  for (let frame = 0; frame < 60; frame++) {
    asked++;
    pace.ask();
    timers.tick(16);
  }
  timers.tick(1000);
  assert.equal(done[0], 1);
  assert.equal(done.at(-1), 60);
  assert.ok(done.length <= 6, `${done.length} times`);
  const before = done.length;
  timers.tick(10_000);
  assert.equal(done.length, before);
});
