// What is committed is what the sources make.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { files } from "../src/files";

const GENERATED = ["dashboards", "provisioning", "prometheus"];

test("every generated file is as the sources make it; `npm run build` makes it so", () => {
  for (const [path, text] of files()) assert.equal(readFileSync(path, "utf8"), text, path);
});

test("nothing else lies among the generated files", () => {
  const there = GENERATED.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `${entry.parentPath ?? entry.path}/${entry.name}`),
  );
  assert.deepEqual(there.sort(), [...files().keys()].sort());
});
