// Pages that are older than the site.

import assert from "node:assert/strict";
import { test } from "node:test";
import { isStale, mayReload } from "../src/page/stale";

const HOUR = 3_600_000;

test("a page is stale when the server has its module no more, and not when there is no network", async () => {
  const asked: string[] = [];
  const answer = (give: () => Response) =>
    Object.assign(globalThis, {
      fetch: async (address: string, { method }: RequestInit) => {
        asked.push(`${method} ${address}`);
        return give();
      },
    });
  answer(() => new Response(null, { status: 404 }));
  assert.equal(await isStale("/assets/map.1.js"), true);
  for (const status of [200, 503]) {
    answer(() => new Response(null, { status }));
    assert.equal(await isStale("/assets/map.1.js"), false);
  }
  answer(() => {
    throw new TypeError("no network");
  });
  assert.equal(await isStale("/assets/map.1.js"), false);
  assert.ok(asked.every((each) => each === "HEAD /assets/map.1.js"));
});

test("a wall reloads at most once an hour, and not where that cannot be remembered", () => {
  const kept = new Map<string, string>();
  const memory = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
  } as Storage;
  const now = Date.UTC(2026, 10, 20);
  assert.deepEqual(
    [0, 1, HOUR - 1, HOUR, HOUR + 1].map((passed) => mayReload(now + passed, () => memory)),
    [true, false, false, true, false],
  );
  const forgetful = { getItem: () => null, setItem: () => undefined } as unknown as Storage;
  assert.equal(mayReload(now, () => forgetful), false);
  assert.equal(
    mayReload(now, () => {
      throw new Error("forbidden");
    }),
    false,
  );
});
