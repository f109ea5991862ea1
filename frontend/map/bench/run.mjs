// Measures our layer of earthquakes next to MapLibre's own circles, in one run of one browser, and prints a table.
//
//   npm run bench -- [--events 100000] [--projection flat|globe] [--gpu]
//
// The browser is Chromium (or what the variable CHROMIUM names), without a window; with --gpu it draws with the graphics
// card of this machine, else with its processor.

import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";

/** Both together take a minute or two on a slow machine; a browser that hangs must not hold up anyone longer. */
const AT_MOST = 180_000;
/** What the map promises, in milliseconds of the main thread, and one frame. */
const INSERT_AT_MOST = 20;
const FRAME = 1000 / 60;

const { values: options } = parseArgs({
  options: {
    events: { type: "string", default: "100000" },
    projection: { type: "string", default: "flat" },
    gpu: { type: "boolean", default: false },
  },
});
const here = new URL(".", import.meta.url).pathname;

const { outputFiles } = await build({
  entryPoints: [join(here, "page.ts")],
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  external: ["/maplibre-gl.mjs"],
  alias: { "maplibre-gl": "/maplibre-gl.mjs" },
  write: false,
});
const library = join(here, "../node_modules/maplibre-gl/dist");
const files = {
  "/": ["text/html", readFile(join(here, "page.html"))],
  "/page.css": ["text/css", readFile(join(here, "page.css"))],
  "/page.js": ["text/javascript", outputFiles[0].contents],
  "/maplibre-gl.mjs": ["text/javascript", readFile(join(library, "maplibre-gl.mjs"))],
  "/maplibre-gl-worker.mjs": ["text/javascript", readFile(join(library, "maplibre-gl-worker.mjs"))],
};

const profile = await mkdtemp(join(tmpdir(), "map-bench-"));
let browser;
try {
  print(await results());
} finally {
  browser?.kill();
  await new Promise((resolve) => (browser?.exitCode === null ? browser.once("exit", resolve) : resolve()));
  await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

/** Serves the page, opens it, and waits for what it sends back. */
function results() {
  return new Promise((resolve, reject) => {
    const server = createServer(async (request, response) => {
      if (request.method === "POST") {
        let body = "";
        for await (const part of request) body += part;
        response.end();
        server.close();
        server.closeAllConnections();
        resolve(JSON.parse(body));
        return;
      }
      const [type, content] = files[new URL(request.url, "http://bench").pathname] ?? [];
      response.writeHead(type ? 200 : 404, { "content-type": type ?? "text/plain" }).end(await content);
    });
    const timer = setTimeout(() => reject(new Error(`no results within ${AT_MOST / 1000} s`)), AT_MOST);
    timer.unref();
    server.listen(0, "127.0.0.1", () => {
      const query = `events=${options.events}&projection=${options.projection}`;
      browser = open(`http://127.0.0.1:${server.address().port}/?${query}`);
      browser.once("error", reject);
      browser.once("exit", (code) => reject(new Error(`the browser ended with ${code}`)));
    });
  });
}

function open(url) {
  const software = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"];
  const flags = [
    "--headless=new",
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--window-size=800,500",
    `--user-data-dir=${profile}`,
    ...(options.gpu ? [] : software),
  ];
  return spawn(process.env.CHROMIUM ?? "chromium", [...flags, url], { stdio: "ignore" });
}

function print({ error, graphics, browser: agent, count, projection, results: measured }) {
  if (error) throw new Error(error);
  const [ours, circles] = measured;
  const rows = [
    ["first load, until drawn", (each) => each.load.pixels],
    ["first load, longest block of the main thread", (each) => each.load.blocked],
    ["one live insert, main thread", (each) => each.insert.blocked],
    ["one live insert, until its frame is made", (each) => each.insert.drawn],
    ["one live insert, until its pixels are there", (each) => each.insert.pixels],
    ["time-window change, main thread", (each) => each.window.blocked],
    ["time-window change, until its frame is made", (each) => each.window.drawn],
    ["time-window change, until its pixels are there", (each) => each.window.pixels],
    ["a frame while the map moves", (each) => each.pan],
  ];
  const software = /swiftshader|llvmpipe|software/i.test(graphics);
  console.log(`${count.toLocaleString("en")} events, ${projection === "globe" ? "globe" : "flat map"}, 800 by 500 pixels`);
  console.log(`${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0].model}`);
  console.log(`${/Chrome\/[\d.]+/.exec(agent)?.[0] ?? agent}, ${graphics}${software ? " (SOFTWARE GL: frames are drawn by the processor)" : ""}\n`);
  console.log(`| milliseconds | ${ours.name} | ${circles.name} | ratio |\n|---|---:|---:|---:|`);
  for (const [name, value] of rows) {
    const [a, b] = [value(ours), value(circles)];
    console.log(`| ${name} | ${a.toFixed(1)} | ${b.toFixed(1)} | ${(b / a).toFixed(1)} |`);
  }
  const promises = [
    [`one live insert takes the main thread at most ${INSERT_AT_MOST} ms`, ours.insert.blocked <= INSERT_AT_MOST],
    ["a time-window change takes the main thread at most one frame", ours.window.blocked <= FRAME],
  ];
  console.log();
  for (const [promise, kept] of promises) console.log(`${kept ? "kept" : "BROKEN"}: ${promise}`);
  if (promises.some(([, kept]) => !kept)) process.exitCode = 1;
}
