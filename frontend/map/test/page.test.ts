import assert from "node:assert/strict";
import { test } from "node:test";
import { chipsOf } from "../src/page/filter-words";
import { frameOf } from "../src/page/frame";
import { kindOf, pageKey } from "../src/page/kept";
import { before } from "../src/page/kept-page";
import { lastNews } from "../src/page/last-news";
import { readView } from "../src/page/view";
import { Visits } from "../src/page/visits";
import type { Quake } from "../src/quake";

const WORDS = { days: "{n} d", magnitude: "Magnitude", all: "All", box: "Region", kinds: { other: "Blasts" } };
const NOW = 1_795_176_000_000;

function chips(search: string): string[] {
  return chipsOf(readView(search), WORDS).map(({ words }) => words);
}

function quake(id: string, mag: number, minutes: number, type = "earthquake"): Quake {
  const time = NOW - minutes * 60_000;
  const rest = { updated: time, lon: 0, lat: 0, depth: 10, magtype: "mw", region: "Fiji", agency: "EMSC", revision: 1 };
  return { id, time, mag, type, ...rest } as unknown as Quake;
}

test("the usual filter needs no words, and each that is not usual has its own", () => {
  assert.deepEqual(chips(""), []);
  assert.deepEqual(chips("days=30&minmagnitude=4&maxmagnitude=6&mindepth=70&type=other&bbox=1,2,3,4"), [
    "30 d",
    "M 4–6",
    "≥ 70 km",
    "Blasts",
    "Region",
  ]);
  assert.deepEqual(chips("minmagnitude="), ["Magnitude: All"]);
});

test("without its words a filter is as usual again", () => {
  const view = readView("minmagnitude=4&maxmagnitude=6&bbox=1,2,3,4");
  const rest = chipsOf(view, WORDS).reduce((now, { without }) => ({ ...now, ...without }), view);
  assert.deepEqual(rest, readView(""));
});

test("the service worker has no business with the stream, other pages, other hosts and what is sent", () => {
  const origin = "https://quakes.example";
  const kind = (path: string, method = "GET") => kindOf(method, new URL(path, origin).href, origin);
  assert.deepEqual(["/?days=30", "/api/events?days=7", "/assets/map.1.js", "/tiles/a/0/0/0"].map((path) => kind(path)), [
    "page",
    "events",
    "file",
    "tile",
  ]);
  for (const path of ["/events?after=1", "/event/20251120_1", "/embed", "/api/clock", "https://other.example/"]) {
    assert.equal(kind(path), undefined, path);
  }
  assert.equal(kind("/", "POST"), undefined);
});

test("the worker is told what was asked for before it, also where that came later", () => {
  const told: string[][] = [];
  const tell = before(500, (addresses) => told.push(addresses));
  tell([
    { name: "early", startTime: 20 },
    { name: "in flight", startTime: 499 },
  ]);
  tell([{ name: "through the worker", startTime: 501 }]);
  assert.deepEqual(told, [["early", "in flight"]]);
});

test("the last known state is of the last change told, or of the page", () => {
  const told = quake("a", 4.4, 2);
  assert.equal(lastNews(NOW, [told]), Math.max(NOW, told.updated));
  assert.equal(lastNews(NOW, [{ ...told, updated: NOW + 5000 }]), NOW + 5000);
  assert.equal(lastNews(NOW, []), NOW);
});

test("one kept page serves every view, and the kiosk has its own", () => {
  const key = (search: string) => pageKey(`https://quakes.example/${search}`);
  assert.deepEqual(["", "?days=30", "?kiosk=0", "?kiosk=1&days=1"].map(key), ["/", "/", "/", "/?kiosk=1"]);
});

test("an address in a frame's line cannot end it", () => {
  const line = frameOf('https://quakes.example/embed?a=1&b="><script>', "Quakes");
  assert.match(line, /src="https:\/\/quakes\.example\/embed\?a=1&amp;b=&quot;><script>"/);
  assert.match(line, /title="Quakes"/);
});

test("a kiosk flies once to what is strong and new, also where a revision made it strong", () => {
  const visits = new Visits();
  const due = (...of: Parameters<typeof quake>) => visits.isDue(quake(...of), NOW);
  assert.deepEqual([due("a", 4.4, 2), due("a", 4.6, 3), due("a", 5.0, 4)], [false, true, false]);
  assert.deepEqual([due("late", 6, 31), due("blast", 5, 1, "quarry blast"), due("b", 4.5, 29)], [false, false, true]);
});
