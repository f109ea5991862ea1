// What is told of a visit, and when nothing is.

import assert from "node:assert/strict";
import { test } from "node:test";
import { minds } from "../src/page/measuring";
import { Visit } from "../src/page/visit";

test("a visit is told of once, with the last of what was measured", () => {
  const told: string[] = [];
  const visit = new Visit((report) => told.push(report));
  visit.note("TTFB", 12.345);
  visit.note("LCP", 300);
  visit.note("LCP", 450.6);
  visit.note("CLS", 0.01234);
  visit.leave();
  visit.note("INP", 80);
  visit.leave();
  assert.deepEqual(told.map((report) => JSON.parse(report) as unknown), [{ ttfb: 12, lcp: 451, cls: 0.012 }]);
});

test("a visit of which nothing is known yet is told of when something is", () => {
  const told: string[] = [];
  const visit = new Visit((report) => told.push(report));
  visit.leave();
  assert.deepEqual(told, []);
  visit.note("FCP", 100);
  visit.leave();
  assert.deepEqual(told, ['{"fcp":100}']);
});

test("a reader who minds has said so to all sites", () => {
  assert.ok(minds({ doNotTrack: "1" }));
  assert.ok(minds({ doNotTrack: null, globalPrivacyControl: true }));
  assert.ok(!minds({ doNotTrack: null }));
  assert.ok(!minds({ doNotTrack: "0", globalPrivacyControl: false }));
  assert.ok(!minds({ doNotTrack: "unspecified" }));
});
