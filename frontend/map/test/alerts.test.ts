// When an alert is given, and above all when not.

import assert from "node:assert/strict";
import { test } from "node:test";
import { type Alert, type Rule, NEWS, decide, distanceKm, meets } from "../src/panels/alert-rule";
import { MOST_RULES, isQuiet, readSettings } from "../src/panels/alert-settings";
import { Watch } from "../src/panels/alert-watch";
import type { Quake } from "../src/quake";

const NOW = Date.UTC(2026, 10, 20, 12);
const MINUTE = 60_000;
const CHANIA = { name: "Chania", lat: 35.51, lon: 24.02, km: 300 };

const rule = (part: Partial<Rule> = {}): Rule => ({
  id: "r",
  minMagnitude: 5,
  place: null,
  others: false,
  notice: true,
  sound: false,
  notification: false,
  ...part,
});

const quake = (part: Partial<Quake> = {}): Quake => ({
  id: "q",
  updated: NOW - MINUTE,
  time: NOW - 5 * MINUTE,
  lon: 24,
  lat: 35,
  depth: 10,
  mag: 5.4,
  type: "earthquake",
  region: "Crete, Greece",
  ...part,
});

test("a new earthquake that a rule asks for gives an alert", () => {
  const found = decide(rule({ place: CHANIA }), null, quake(), NOW);
  assert.ok(found && !found.revised && found.km !== null && Math.abs(found.km - 57) < 1);
  assert.equal(decide(rule(), null, quake(), NOW)?.km, null);
});

test("bounds are inclusive", () => {
  assert.ok(decide(rule(), null, quake({ mag: 5 }), NOW));
  assert.equal(decide(rule(), null, quake({ mag: 4.9 }), NOW), null);
  const km = distanceKm(CHANIA, quake());
  assert.ok(meets(rule({ place: { ...CHANIA, km } }), quake()));
  assert.ok(!meets(rule({ place: { ...CHANIA, km: km - 0.001 } }), quake()));
});

test("what happened more than thirty minutes ago gives none, however it comes", () => {
  assert.ok(decide(rule(), null, quake({ time: NOW - NEWS }), NOW));
  assert.equal(decide(rule(), null, quake({ time: NOW - NEWS - 1 }), NOW), null);
  assert.equal(
    decide(rule(), quake({ mag: 3, updated: 1, time: NOW - NEWS - 1 }), quake({ time: NOW - NEWS - 1 }), NOW),
    null,
  );
});

test("an origin time a little ahead of our clock is news", () => {
  assert.ok(decide(rule(), null, quake({ time: NOW + 20_000 }), NOW));
});

test("a revision that was asked for before gives none, up or down", () => {
  for (const mag of [5, 5.1, 5.4, 7.9]) assert.equal(decide(rule(), quake({ updated: 1 }), quake({ mag }), NOW), null);
});

test("a revision that newly crosses the magnitude gives one, and says it is a revision", () => {
  for (const before of [4.9, 2, null])
    assert.equal(decide(rule(), quake({ updated: 1, mag: before }), quake(), NOW)?.revised, true);
});

test("a revision that moves into the distance gives one", () => {
  const near = rule({ place: CHANIA });
  assert.equal(decide(near, null, quake({ lat: 39 }), NOW), null);
  assert.ok(decide(near, quake({ lat: 39, updated: 1 }), quake(), NOW));
});

test("a report that is no newer than what is known gives none", () => {
  assert.equal(decide(rule(), quake({ mag: 3 }), quake(), NOW), null);
  assert.equal(decide(rule(), quake({ mag: 3, updated: NOW }), quake(), NOW), null);
});

test("without a magnitude there is no alert, even for a rule that asks for all", () => {
  assert.equal(decide(rule({ minMagnitude: -2 }), null, quake({ mag: null }), NOW), null);
});

test("blasts give one only if asked for; an event that turns out an earthquake does", () => {
  const blast = quake({ type: "quarry blast", updated: 1 });
  assert.equal(decide(rule(), null, blast, NOW), null);
  assert.ok(decide(rule({ others: true }), null, blast, NOW));
  assert.ok(decide(rule(), blast, quake(), NOW));
});

test("distances are those of the globe, over the date line and the poles", () => {
  assert.ok(Math.abs(distanceKm({ lat: 0, lon: 179.5 }, { lat: 0, lon: -179.5 }) - 111.2) < 0.1);
  assert.ok(Math.abs(distanceKm({ lat: 89, lon: 0 }, { lat: 89, lon: 180 }) - 222.4) < 0.1);
  assert.equal(distanceKm(CHANIA, CHANIA), 0);
});

test("whatever the revisions, a rule alerts when and only when it is newly met by what is young", () => {
  const magnitudes = [null, 2, 4.9, 5, 6.5];
  const latitudes = [35, 37.9, 39];
  const types = ["earthquake", "explosion"];
  const reports = magnitudes.flatMap((mag) => latitudes.flatMap((lat) => types.map((type) => ({ mag, lat, type }))));
  for (const each of [
    rule(),
    rule({ place: CHANIA }),
    rule({ others: true, place: CHANIA }),
    rule({ minMagnitude: 0 }),
  ]) {
    for (const first of reports) {
      for (const second of reports) {
        for (const age of [0, NEWS, NEWS + 1]) {
          const [before, after] = [
            quake({ ...first, updated: 1, time: NOW - age }),
            quake({ ...second, time: NOW - age }),
          ];
          const given = decide(each, before, after, NOW) !== null;
          assert.equal(given, age <= NEWS && meets(each, after) && !meets(each, before));
          // The same report again is no news.
          assert.equal(decide(each, after, after, NOW), null);
        }
      }
    }
  }
});

/** A catalogue that tells the watch what it takes. */
class Stand {
  readonly quakes = new Map<string, Quake>();
  readonly given: Alert[] = [];
  rules = [rule()];
  muted = false;
  memory = "";
  now = NOW;
  tell: (quake: Quake | null) => void = () => undefined;

  watch(): this {
    const source = {
      all: () => this.quakes.values(),
      onChange: (tell: Stand["tell"]) => (this.tell = tell),
      viewport: () => null,
    };
    const settings = () => ({ rules: this.rules, muted: this.muted, volume: 1, quiet: null });
    const memory = { read: () => this.memory, write: (text: string) => (this.memory = text) };
    new Watch(
      source,
      settings,
      (alerts) => this.given.push(...alerts),
      memory,
      () => this.now,
    );
    return this;
  }

  hear(...quakes: Quake[]): void {
    for (const each of quakes) {
      this.quakes.set(each.id, each);
      this.tell(each);
    }
  }

  load(...quakes: Quake[]): void {
    for (const each of quakes) this.quakes.set(each.id, each);
    this.tell(null);
  }
}

test("what was there when the page was opened gives none, nor does a window that comes later", () => {
  const stand = new Stand();
  stand.quakes.set("there", quake({ id: "there" }));
  stand.watch();
  stand.load(quake({ id: "loaded" }));
  stand.hear(quake({ id: "there", updated: NOW, mag: 5.9 }), quake({ id: "loaded", updated: NOW, mag: 6 }));
  assert.deepEqual(stand.given, []);
});

test("what was there and then crosses gives one", () => {
  const stand = new Stand();
  stand.quakes.set("there", quake({ id: "there", mag: 4.8 }));
  stand.watch().hear(quake({ id: "there", updated: NOW }));
  assert.equal(stand.given.length, 1);
});

test("what happened while the stream was away gives one when the window is loaded anew", () => {
  const stand = new Stand().watch();
  stand.now = NOW + 20 * MINUTE;
  stand.load(quake({ id: "missed", time: NOW + 5 * MINUTE }), quake({ id: "earlier", time: NOW - MINUTE }));
  assert.deepEqual(
    stand.given.map(({ quake: { id } }) => id),
    ["missed"],
  );
});

test("an earthquake that sinks below the threshold and rises again is told once", () => {
  const stand = new Stand().watch();
  stand.hear(quake({ updated: 1 }), quake({ updated: 2, mag: 4.7 }), quake({ updated: 3, mag: 5.2 }));
  assert.equal(stand.given.length, 1);
});

test("a reload does not repeat what this tab was told", () => {
  const stand = new Stand().watch();
  stand.hear(quake({ updated: 1 }), quake({ updated: 2, mag: 4.7 }));
  stand.watch().hear(quake({ updated: 3, mag: 5.2 }));
  assert.equal(stand.given.length, 1);
});

test("each rule tells for itself: a revision may cross a second one", () => {
  const stand = new Stand().watch();
  stand.rules = [rule(), rule({ id: "strong", minMagnitude: 6 })];
  stand.hear(quake({ updated: 1 }), quake({ updated: 2, mag: 6.1 }));
  assert.deepEqual(
    stand.given.map((alert) => alert.rule.id),
    ["r", "strong"],
  );
});

test("a mute holds back for good, not for later", () => {
  const stand = new Stand().watch();
  stand.muted = true;
  stand.hear(quake({ updated: 1 }), quake({ updated: 2, mag: 4 }));
  stand.muted = false;
  stand.hear(quake({ updated: 3, mag: 5.5 }));
  assert.deepEqual(stand.given, []);
});

test("what is remembered is bounded", () => {
  const stand = new Stand().watch();
  for (let n = 0; n < 1000; n++) stand.hear(quake({ id: `q${n}` }));
  assert.equal(stand.given.length, 1000);
  assert.equal(stand.memory.split("\n").length, 300);
});

test("settings are read as they were written", () => {
  const settings = { rules: [rule({ place: CHANIA })], muted: true, volume: 0.25, quiet: { from: 1320, to: 420 } };
  assert.deepEqual(readSettings(JSON.stringify(settings)), settings);
});

test("what is kept may be anything; only what is right is taken", () => {
  for (const text of [null, "", "{", "null", "[]", "3", '"x"', '{"rules":{},"volume":7,"quiet":{"from":-1}}']) {
    assert.deepEqual(readSettings(text), { rules: [], muted: false, volume: 0.6, quiet: null }, String(text));
  }
  const wrong = [
    {},
    null,
    3,
    { ...rule(), minMagnitude: "5" },
    { ...rule(), place: { ...CHANIA, lat: 91 } },
    { ...rule(), sound: 1 },
  ];
  assert.deepEqual(readSettings(JSON.stringify({ rules: [...wrong, rule()] })).rules, [rule()]);
  assert.equal(readSettings(JSON.stringify({ rules: new Array<Rule>(50).fill(rule()) })).rules.length, MOST_RULES);
});

test("quiet hours may go past midnight", () => {
  const night = { from: 22 * 60, to: 7 * 60 };
  assert.deepEqual(
    [21, 22, 23, 0, 6, 7, 12].map((hour) => isQuiet(night, hour * 60)),
    [false, true, true, true, true, false, false],
  );
  assert.ok(isQuiet({ from: 60, to: 120 }, 60) && !isQuiet({ from: 60, to: 120 }, 120));
  assert.ok(!isQuiet(null, 0));
});
