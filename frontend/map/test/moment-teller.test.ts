// Who hears of the moment shown, and how often.

import assert from "node:assert/strict";
import { test } from "node:test";

const written: string[] = [];
Object.assign(globalThis, {
  window: new EventTarget(),
  location: { search: "?minmagnitude=3", pathname: "/" },
  history: { replaceState: (_: unknown, __: string, address: string) => written.push(address) },
});

test("the map hears every step, the address four a second, and only the end is written down", async () => {
  const { MomentTeller } = await import("../src/panels/moment-teller");
  const { onChange, view } = await import("../src/page/address");
  const moves: (number | null)[] = [];
  const teller = new MomentTeller({
    all: () => [],
    onChange: () => undefined,
    viewport: () => null,
    move: (at) => moves.push(at),
  });
  const heard: (number | null)[] = [];
  onChange((now) => {
    if (teller.telling) heard.push(now.at);
  });

  const began = performance.now();
  let at = Date.UTC(2026, 10, 14);
  while (performance.now() - began < 1100) {
    teller.pass((at += 1000));
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.ok(moves.length > 3 * heard.length, `${moves.length} moves, ${heard.length} told`);
  assert.ok(heard.length >= 3 && heard.length <= 6, `${heard.length} told`);
  assert.deepEqual(written, []);

  // What lay between two tellings is told when the pointer rests.
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal(view().at, at);

  teller.settle(Date.UTC(2026, 10, 15));
  assert.deepEqual(written, ["?minmagnitude=3&at=2026-11-15T00:00:00Z"]);
  assert.equal(teller.telling, false);
});

test("what was to be told is dropped where somebody else has said which moment it is", async () => {
  const { MomentTeller } = await import("../src/panels/moment-teller");
  const { change, view } = await import("../src/page/address");
  const teller = new MomentTeller({ all: () => [], onChange: () => undefined, viewport: () => null });
  const at = Date.UTC(2026, 10, 14);
  teller.pass(at);
  teller.pass(at + 1000);
  change({ at: null });
  teller.cancel();
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal(view().at, null);
});
