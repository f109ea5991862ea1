// When the audio device runs: only while a signal sounds.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Sound } from "../src/panels/alert-sound";

const page = new EventTarget();
const made: Context[] = [];
const notes: Note[] = [];

class Context {
  state = "suspended";
  currentTime = 0;
  destination = {};
  constructor() {
    made.push(this);
  }
  resume = async () => void (this.state = "running");
  suspend = async () => void (this.state = "suspended");
}

class Note extends EventTarget {
  constructor() {
    super();
    notes.push(this);
  }
  connect = (next: unknown) => next;
  start = () => undefined;
  stop = () => undefined;
}

class Loudness {
  gain = { setValueAtTime: () => undefined, linearRampToValueAtTime: () => undefined };
  connect = () => undefined;
}

Object.assign(globalThis, {
  AudioContext: Context,
  OscillatorNode: Note,
  GainNode: Loudness,
  addEventListener: page.addEventListener.bind(page),
  removeEventListener: page.removeEventListener.bind(page),
});

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

test("the device is asked for when a rule sounds, and runs only while a signal does", async () => {
  let wanted = false;
  const sound = new Sound(() => wanted);
  page.dispatchEvent(new Event("pointerdown"));
  await settled();
  assert.equal(made.length, 0);

  wanted = true;
  await sound.play("near", 1);
  assert.equal(notes.length, 0, "a page that was not touched stays silent");

  page.dispatchEvent(new Event("keydown"));
  await settled();
  const [context] = made;
  assert.equal(context?.state, "suspended");

  await sound.play("near", 1);
  assert.deepEqual([context?.state, notes.length], ["running", 3]);
  for (const note of notes) {
    assert.equal(context?.state, "running");
    note.dispatchEvent(new Event("ended"));
  }
  assert.equal(context?.state, "suspended");
  page.dispatchEvent(new Event("pointerdown"));
  assert.equal(made.length, 1);
});

test("the reader may hear a signal before there is any rule", async () => {
  const before = notes.length;
  await new Sound(() => false).test("far", 0.5);
  assert.equal(notes.length, before + 2);
});
