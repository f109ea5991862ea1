// Where a kiosk flies, and that it comes home.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Quake } from "../src/quake";

Object.assign(globalThis, {
  window: new EventTarget(),
  location: { search: "?kiosk=1&minmagnitude=5", pathname: "/" },
  history: { replaceState: () => undefined },
});

const NOW = Date.UTC(2026, 10, 20, 12);
const HOME = { lat: 35, lon: 24, zoom: 5 };

const quake = (id: string, mag: number, updated = NOW): Quake => ({
  id,
  updated,
  time: NOW - 60_000,
  lon: 0,
  lat: 0,
  depth: 10,
  mag,
  region: "",
});

test("a kiosk flies to what its filter admits and comes home after the last of several", async (context) => {
  const { Flights, STAY } = await import("../src/page/flights");
  const { change, view } = await import("../src/page/address");
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const known = [quake("loaded", 6)];
  let tell = (_: Quake | null): void => undefined;
  const flights = new Flights({ all: () => known, onChange: (each) => (tell = each) }, () => NOW);
  assert.ok(flights);
  change({ camera: HOME });

  tell(quake("loaded", 6.1, NOW + 1));
  tell(quake("small", 4.8));
  assert.equal(view().event, null);
  change({ at: NOW - 3_600_000 });
  tell(quake("later", 6));
  assert.equal(view().event, null);
  change({ at: null });

  tell(quake("first", 6));
  assert.equal(view().event, "first");
  // The flight moves the camera, and the address with it.
  change({ camera: { lat: 0, lon: 0, zoom: 6 } });
  context.mock.timers.tick(STAY / 2);
  tell(quake("second", 6));
  assert.equal(view().event, "second");
  context.mock.timers.tick(STAY - 1);
  assert.equal(view().event, "second");
  context.mock.timers.tick(1);
  assert.deepEqual([view().event, view().camera], [null, HOME]);

  known.push(quake("window", 7));
  tell(null);
  tell(quake("window", 7.1, NOW + 1));
  assert.equal(view().event, null);
});
