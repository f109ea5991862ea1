// The picture that stands in for a map stays as light as it came.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Quake } from "../src/quake";

class Mark {
  readonly attributes = new Map<string, string>();
  readonly classList = { toggle: () => undefined };
  readonly children: Mark[] = [];
  parent: Mark | undefined;

  get childElementCount(): number {
    return this.children.length;
  }
  get firstElementChild(): Mark | undefined {
    return this.children[0];
  }
  setAttribute(name: string, value: string): void {
    this.attributes.set(name, value);
  }
  append(mark: Mark): void {
    this.children.push(mark);
    mark.parent = this;
  }
  remove(): void {
    this.parent?.children.splice(this.parent.children.indexOf(this), 1);
  }
  replaceChildren(): void {
    this.children.length = 0;
  }
  querySelector(selector: string): Mark | undefined {
    return this.children.find((mark) => selector === `[data-id="${mark.attributes.get("data-id")}"]`);
  }
}

Object.assign(globalThis, {
  window: new EventTarget(),
  document: { createElementNS: () => new Mark() },
  SVGCircleElement: Mark,
  CSS: { escape: (text: string) => text },
});

const quake = (id: number, time: number): Quake => ({
  id: String(id),
  updated: time,
  time,
  lon: 20,
  lat: 40,
  depth: 10,
  mag: 5,
  region: "",
});

test("what comes one by one takes the place of the oldest", async () => {
  const { FirstPicture } = await import("../src/first-picture");
  const { USUAL } = await import("../src/page/view");
  const marks = new Mark();
  const picture = new FirstPicture({ querySelector: () => marks } as unknown as ParentNode);
  const now = Date.now();
  picture.show(USUAL, Array.from({ length: 400 }, (_, i) => quake(i, now - 1_000_000 + i)));
  for (let i = 400; i < 450; i++) picture.draw(quake(i, now), USUAL);
  const ids = marks.children.map((mark) => Number(mark.attributes.get("data-id")));
  assert.deepEqual([ids.length, ids[0], ids.at(-1)], [300, 150, 449]);
});

test("what has grown older than the view goes when the picture is drawn anew", async () => {
  const { FirstPicture } = await import("../src/first-picture");
  const { USUAL } = await import("../src/page/view");
  const marks = new Mark();
  const picture = new FirstPicture({ querySelector: () => marks } as unknown as ParentNode);
  const now = Date.now();
  const known = [quake(1, now - 8 * 86_400_000), quake(2, now)];
  picture.show(USUAL, known);
  assert.deepEqual(marks.children.map((mark) => mark.attributes.get("data-id")), ["2"]);
});
