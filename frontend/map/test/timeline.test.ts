// The timeline's axis and bars, and the clock of playback.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY } from "../src/page/filter";
import { USUAL } from "../src/page/view";
import type { Quake } from "../src/quake";
import { axisOf, share, startOfDay, ticks } from "../src/panels/axis";
import { histogram } from "../src/panels/histogram";
import { Playback, SPEEDS, type Speed, advance } from "../src/panels/playback";

const NOW = Date.UTC(2026, 10, 20, 17, 17, 3);
const HOUR = DAY / 24;

const quake = (time: number, mag: number | null = 4): Quake => ({
  id: String(time),
  updated: time,
  time,
  lon: 0,
  lat: 0,
  depth: 10,
  mag,
  region: "",
});

test("an axis spans its days in 40 to 122 bins that begin at round moments", () => {
  for (let days = 1; days <= 30; days++) {
    const { start, end, width } = axisOf(days, null, NOW);
    assert.ok(start <= NOW - days * DAY && end >= NOW, `${days} days`);
    assert.equal(start % width, 0);
    assert.ok((end - start) / width <= 122 && (end - start) / width >= 40, `${(end - start) / width} bins`);
  }
});

test("time going on moves the axis by whole bins only", () => {
  const { end, width } = axisOf(7, null, NOW);
  assert.equal(axisOf(7, null, end).end, end);
  assert.equal(axisOf(7, null, end + 1).end, end + width);
});

test("a playhead before the window widens the axis, up to what the server keeps", () => {
  assert.ok(axisOf(1, NOW - 3 * DAY, NOW).start <= NOW - 3 * DAY);
  assert.ok(axisOf(1, NOW - 400 * DAY, NOW).start >= NOW - 31 * DAY);
  assert.deepEqual(axisOf(7, NOW - DAY, NOW), axisOf(7, null, NOW));
});

test("a share of the axis stays on it", () => {
  const axis = axisOf(7, null, NOW);
  assert.equal(share(axis, axis.start - 1), 0);
  assert.equal(share(axis, axis.end + 1), 1);
  assert.equal(share(axis, (axis.start + axis.end) / 2), 0.5);
});

test("labels are at midnights or full hours, never more than there is room for", () => {
  for (const days of [1, 2, 7, 30]) {
    for (const room of [2, 5, 9]) {
      const times = ticks(axisOf(days, null, NOW), room, true);
      assert.ok(
        times.length >= 1 && times.length <= room + 1,
        `${times.length} labels for ${days} days and room ${room}`,
      );
      assert.ok(times.every((time) => time % (days > 2 ? DAY : HOUR) === 0));
    }
  }
  assert.equal(startOfDay(NOW, true), Date.UTC(2026, 10, 20));
});

test("labels keep their distance, also of 30 days on the narrowest screen", () => {
  for (const days of [1, 2, 7, 14, 30]) {
    for (const room of [1, 1.9, 2, 2.5, 4, 9]) {
      const axis = axisOf(days, null, NOW);
      const times = ticks(axis, room, true);
      assert.ok(times.length > 0, `no label for ${days} days and room ${room}`);
      const apart = times.slice(1).map((time, n) => time - (times[n] ?? 0));
      assert.ok(
        apart.every((each) => each >= (axis.end - axis.start) / (room + 0.1)),
        `${times.length} labels for ${days} days and room ${room}`,
      );
    }
  }
});

test("labels of a local clock are at local midnights", () => {
  for (const time of ticks(axisOf(30, null, NOW), 40, false)) assert.equal(new Date(time).getHours(), 0);
});

test("bars count what the filters admit in the whole axis, whatever moment is shown", () => {
  const axis = axisOf(7, null, NOW);
  const quakes = [
    quake(NOW - HOUR),
    quake(NOW - HOUR + 1),
    quake(NOW - 6 * DAY),
    quake(NOW - 2 * DAY, 1),
    quake(NOW - 9 * DAY),
  ];
  const live = histogram(quakes, USUAL, axis);
  assert.equal(live.total, 3);
  assert.equal(Math.max(...live.counts), 2);
  assert.deepEqual(histogram(quakes, { ...USUAL, at: NOW - 5 * DAY, days: 1 }, axis), live);
  assert.equal(histogram(quakes, { ...USUAL, minMagnitude: null }, axis).total, 4);
});

test("an event from a clock ahead of ours is in the last bar", () => {
  const axis = axisOf(1, null, NOW);
  assert.equal(histogram([quake(axis.end + 5000)], USUAL, axis).counts.at(-1), 1);
});

test("the strong are marked, the strongest on top, from 5.5", () => {
  const axis = axisOf(7, null, NOW);
  const { marked } = histogram(
    [5.4, 7.1, 5.5, null].map((mag, n) => quake(NOW - n * HOUR, mag)),
    USUAL,
    axis,
  );
  assert.deepEqual(
    marked.map(({ mag }) => mag),
    [5.5, 7.1],
  );
});

test("all the strong are counted, however few are marked", () => {
  const axis = axisOf(30, null, NOW);
  const swarm = Array.from({ length: 200 }, (_, n) => quake(NOW - n * HOUR, 5.6));
  const found = histogram(swarm, { ...USUAL, days: 30 }, axis);
  assert.equal(found.strong, 200);
  assert.ok(found.marked.length < 200);
});

test("playback runs at its speed and ends at the present", () => {
  for (const speed of Object.keys(SPEEDS) as Speed[]) {
    assert.equal(advance(NOW - 10 * DAY, 1000, speed, NOW), NOW - 10 * DAY + SPEEDS[speed]);
    assert.equal(advance(NOW - 1, 1000, speed, NOW), null);
  }
});

test("without motion playback goes in steps of half a second, and pausing says where it stopped", async () => {
  const seen: (number | null)[] = [];
  const playback = new Playback(
    (at) => seen.push(at),
    () => true,
    Date.now,
  );
  const from = Date.now() - 30 * DAY;
  playback.speed = "1h";
  playback.play(from);
  assert.ok(playback.playing);
  await new Promise((resolve) => setTimeout(resolve, 1250));
  assert.equal(playback.pause(), seen.at(-1));
  assert.ok(seen.length >= 1 && seen.length <= 2 && seen[0] === from + HOUR / 2);
  assert.equal(playback.pause(), null);
});

test("playback that reaches the present stops by itself and says so", async () => {
  const seen: (number | null)[] = [];
  const playback = new Playback(
    (at) => seen.push(at),
    () => true,
    Date.now,
  );
  playback.play(Date.now() - 1000);
  await new Promise((resolve) => setTimeout(resolve, 700));
  assert.deepEqual(seen, [null]);
  assert.equal(playback.playing, false);
});
