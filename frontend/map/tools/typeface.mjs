// Writes the typeface the page is set in: Inter without the letters, weights and features the page has no use for.
// Usage: node tools/typeface.mjs <output file>
import { readFileSync, writeFileSync } from "node:fs";
import subset from "subset-font";

const SOURCE = new URL("../node_modules/inter-ui/variable/InterVariable.woff2", import.meta.url);

const range = (from, to) => String.fromCodePoint(...Array.from({ length: to - from + 1 }, (_, i) => from + i));

// What English, Spanish, French, German, Italian, Turkish and Indonesian are written in, and most Latin names of
// places. Greek and Japanese are set in the reader's own typefaces.
const LETTERS = range(0x20, 0x7e) + range(0xa0, 0x17f) + "ȘșȚț";
const SIGNS = "“”‘’„‚«»‹›–—…·•°×−±≥≤≈→←↑↓✕✓€′″\u202f\u2009";

// Kerning and accents; figures of one width, the plain a and round commas, as style/ground.css asks for them.
const FEATURES = ["kern", "tnum", "cv11", "ss03", "ccmp", "locl", "mark"];

const typeface = await subset(readFileSync(SOURCE), LETTERS + SIGNS, {
  targetFormat: "woff2",
  // Inter's drawings for text, not for headlines; from regular to bold.
  variationAxes: { opsz: 14, wght: { min: 400, max: 700 } },
  keepFeatures: FEATURES,
  noHinting: true,
});
writeFileSync(process.argv[2], typeface);
