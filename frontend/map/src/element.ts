// <quake-map>: the seam between the page and the map. What the map shows is what the address says (page/address.ts).
//
// In:   upsert(json)      one bulletin as JSON, as it comes from the stream; the newest report of each quake holds
//       load(json)        a window of them, as GeoJSON
// Out:  quake-view {bbox} the part of the world in sight, "west,south,east,north"; quake-ready; quake-fail {reason};
//       all bubble
// From the server, as attributes: library, worker, world, messages (hashed files), tiles (their address with {z}, {x}
// and {y}).
// The element comes with the server's SVG picture inside; that stays until the map has drawn, and for good if it cannot.

import type * as Library from "maplibre-gl";
import { loadWorld } from "./base/world";
import { Catalogue } from "./catalogue";
import { FirstPicture } from "./first-picture";
import { followLegend } from "./legend";
import { LiveMap } from "./live-map";
import { Pace } from "./pace";
import { onChange, view } from "./page/address";
import { now } from "./page/clock";
import { DAY } from "./page/filter";
import { loadMessages } from "./page/messages";
import { startPage } from "./page/page";
import type { Box, View } from "./page/view";
import { openPanels } from "./panels/panels";
import type { Source } from "./panels/source";
import { type Quake, isQuake, readFeatures } from "./quake";
import { whenSeenAgain } from "./visible";

const MINUTE = 60_000;
/** The longest window an address can ask for, and a day for clocks to differ. */
const KEPT = 31 * DAY;
/** Longer than this the map does not wait for its events: it opens without and takes them when they come. */
const PATIENCE = 1500;
/** Between two pictures in SVG, in milliseconds: playback asks for one at every frame. */
const PICTURE = 250;

export class QuakeMap extends HTMLElement implements Source {
  readonly #catalogue = new Catalogue();
  readonly #picture = new FirstPicture(this);
  readonly #picturePace = new Pace(PICTURE, () => this.#drawPicture());
  #map: LiveMap | undefined;
  #sight: Box | null = null;
  /** The view shown: the address's, or at a moment of playback that the address has not heard of. */
  #view = view();
  #loaded = () => {};
  readonly #firstLoad = new Promise<void>((resolve) => (this.#loaded = resolve));
  #started = false;

  connectedCallback(): void {
    if (this.#started) return;
    this.#started = true;
    followLegend();
    onChange((view) => this.#show(view));
    setInterval(() => this.#growOlder(), MINUTE);
    const words = loadMessages(this.#attribute("messages")).catch((reason: unknown) => console.error(reason));
    void words.then(() => openPanels(this));
    this.#open(words).catch((reason: unknown) => this.#fail(reason));
  }

  upsert(json: string): void {
    const quake: unknown = JSON.parse(json);
    if (!isQuake(quake) || !this.#catalogue.merge(quake)) return;
    if (this.#map) this.#map.put(quake);
    else this.#picture.draw(quake, this.#view);
  }

  load(json: string): void {
    this.#catalogue.mergeAll(readFeatures(JSON.parse(json)));
    if (this.#map) this.#map.replace();
    else this.#drawPicture();
    this.#loaded();
  }

  all(): Iterable<Quake> {
    return this.#catalogue.all();
  }

  onChange(tell: (quake: Quake | null) => void): void {
    this.#catalogue.onChange(tell);
  }

  viewport(): Box | null {
    return this.#sight;
  }

  move(at: number | null): void {
    this.#show({ ...this.#view, at });
  }

  async #open(words: Promise<void>): Promise<void> {
    if (!document.createElement("canvas").getContext("webgl2")) throw new Error("no WebGL 2");
    const patience = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE));
    const [library, world] = await Promise.all([
      import(this.#attribute("library")) as Promise<typeof Library>,
      loadWorld(this.#attribute("world"), this.#attribute("tiles")),
      words,
      Promise.race([this.#firstLoad, patience]),
    ]);
    library.setWorkerUrl(this.#attribute("worker"));
    this.#map = new LiveMap(library, world, this, this.#catalogue, this.#view, {
      ready: () => {
        this.dataset["state"] = "ready";
        this.#tell("quake-ready", {});
      },
      sight: (box) => {
        this.#sight = box;
        this.#tell("quake-view", { bbox: box.join(",") });
      },
      lost: () => this.#lose("the graphics card took the map away", words),
    });
  }

  // The picture comes back, or stays; what the stream brings goes on being drawn into it.
  #fail(reason: unknown): void {
    this.#map?.close();
    this.#map = undefined;
    this.#sight = null;
    delete this.dataset["state"];
    delete this.dataset["projection"];
    this.#drawPicture();
    this.#tell("quake-fail", { reason: String(reason) });
  }

  // Where the page is looked at again later, there may be a context for a new map.
  #lose(reason: unknown, words: Promise<void>): void {
    this.#fail(reason);
    whenSeenAgain(() => this.#open(words).catch((reason: unknown) => this.#lose(reason, words)));
  }

  #show(view: View): void {
    this.#view = view;
    if (this.#map) this.#map.show(view);
    else this.#picturePace.ask();
  }

  #drawPicture(): void {
    if (this.#map) return;
    const quakes = this.#catalogue.byTime();
    // Until there are any, the server's marks are better than none.
    if (quakes.length > 0) this.#picture.show(this.#view, quakes);
  }

  #growOlder(): void {
    if (this.#catalogue.forgetBefore(now() - KEPT, this.#view.event)) this.#map?.replace();
    // The map fades its marks itself.
    this.#drawPicture();
  }

  #attribute(name: string): string {
    const value = this.getAttribute(name);
    if (value === null) throw new Error(`<quake-map> needs the attribute ${name}`);
    return value;
  }

  #tell(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }
}

customElements.define("quake-map", QuakeMap);
startPage();
