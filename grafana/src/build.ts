// Writes every generated file. Run in this folder.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { files } from "./files";

for (const [path, text] of files()) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
