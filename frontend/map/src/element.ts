// <quake-map>: the seam between the page and the map.
//
// In:   upsert(json)      one bulletin as JSON, as it comes from the stream; the newest report of each quake holds
//       load(json)        the whole window anew, as GeoJSON
//       select(id|null)   marks one and brings it into view
// Out:  quake-select {id}, quake-ready, quake-fail {reason}; all bubble
// From the server, as attributes: library, worker, world, names (hashed files), events (the window as GeoJSON)
// and days (its length).
// The element comes with the server's SVG picture inside; that stays until the map has drawn, and for good if it cannot.

import type * as Library from "maplibre-gl";
import { Catalogue } from "./catalogue";
import { controls } from "./controls";
import { Detail } from "./detail";
import { FirstPicture } from "./first-picture";
import { type Quake, isQuake, readFeatures } from "./quake";
import { type Theme, radius } from "./layer/ramp";
import { type Frame, Stage } from "./stage";
import { fetchJson, loadWorld } from "./base/world";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Longer than this the map does not wait for its events: it opens without and takes them when they come. */
const PATIENCE = 1500;
/** Where to look when nothing else asks for attention: the western Pacific, where most happens. */
const USUAL_VIEW = { lon: 146, lat: 6 };

export class QuakeMap extends HTMLElement {
  readonly #catalogue = new Catalogue();
  readonly #dark = matchMedia("(prefers-color-scheme: dark)");
  readonly #stillness = matchMedia("(prefers-reduced-motion: reduce)");
  readonly #detail = new Detail(() => this.#pick(null));
  #picture?: FirstPicture;
  #stage?: Stage;
  #chosen: string | null = null;
  #started = false;

  connectedCallback(): void {
    if (this.#started) return;
    this.#started = true;
    this.#picture = new FirstPicture(this);
    const snapshot = this.#loadEvents();
    this.#open(snapshot).catch((reason: unknown) => this.#fail(reason));
  }

  upsert(json: string): void {
    const quake: unknown = JSON.parse(json);
    if (!isQuake(quake) || !this.#catalogue.merge(quake)) return;
    if (this.#stage) {
      this.#stage.layer.put(quake);
      this.#stage.layer.refresh();
      if (this.#chosen === quake.id) this.#choose(quake.id);
    } else {
      this.#picture?.draw(quake);
    }
  }

  load(json: string): void {
    for (const quake of readFeatures(JSON.parse(json))) this.#catalogue.merge(quake);
    this.#stage?.layer.replace(this.#catalogue.byTime());
  }

  select(id: string | null): void {
    this.#choose(id);
    const quake = id === null ? undefined : this.#catalogue.get(id);
    // On a narrow screen the card covers the lower part of what is free.
    const above = this.#narrow() ? this.#detail.element.offsetHeight / 2 : 0;
    if (quake) this.#stage?.flyTo(quake.lon, quake.lat, above);
  }

  async #loadEvents(): Promise<void> {
    const body = await fetchJson<unknown>(this.#attribute("events"));
    for (const quake of readFeatures(body)) this.#catalogue.merge(quake);
    this.#stage?.layer.replace(this.#catalogue.byTime());
    // Late for the stage: what the address asks for could not be found until now.
    if (this.#stage && this.#chosen !== null) this.select(this.#chosen);
  }

  async #open(snapshot: Promise<void>): Promise<void> {
    if (!document.createElement("canvas").getContext("webgl2")) throw new Error("no WebGL 2");
    const patience = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE));
    const [library, world] = await Promise.all([
      import(this.#attribute("library")) as Promise<typeof Library>,
      loadWorld(this.#attribute("world"), this.#attribute("names")),
      Promise.race([snapshot, patience]).catch(() => undefined),
    ]);
    library.setWorkerUrl(this.#attribute("worker"));

    const container = document.createElement("div");
    container.className = "stage";
    this.append(container, this.#detail.element);
    const stage = new Stage(library, this, container, world, {
      theme: this.#theme(),
      projection: this.#narrow() ? "mercator" : "globe",
      still: this.#stillness.matches,
      frame: this.#frame(),
    });
    stage.layer.window = Number(this.#attribute("days")) * DAY;
    stage.layer.replace(this.#catalogue.byTime());
    stage.onPick((id) => this.#pick(id));
    stage.map.on("move", () => this.#placeDetail());
    this.#dark.addEventListener("change", () => stage.setTheme(this.#theme()));
    this.#stillness.addEventListener("change", () => (stage.layer.still = this.#stillness.matches));
    stage.map.once("idle", () => this.#ready(stage));
    this.#stage = stage;
    if (this.#chosen !== null) this.select(this.#chosen);
    setInterval(() => this.#age(), MINUTE);
    // The window may come, or fail to, after the map is there.
    snapshot.catch((reason: unknown) => this.#tell("quake-fail", { reason: String(reason) }));
  }

  #ready(stage: Stage): void {
    this.append(
      controls({
        globe: stage.projection === "globe",
        toggleGlobe: () => {
          stage.setProjection(stage.projection === "globe" ? "mercator" : "globe");
          return stage.projection === "globe";
        },
        zoomIn: () => stage.map.zoomIn(),
        zoomOut: () => stage.map.zoomOut(),
      }),
    );
    this.#placeDetail();
    this.dataset["state"] = "ready";
    this.#tell("quake-ready", {});
  }

  // The picture stays; what the stream brings goes on being drawn into it.
  #fail(reason: unknown): void {
    this.querySelector(".stage")?.remove();
    this.#detail.element.remove();
    for (const quake of this.#catalogue.byTime().slice(-300)) this.#picture?.draw(quake);
    this.#tell("quake-fail", { reason: String(reason) });
  }

  #age(): void {
    if (document.hidden || !this.#stage) return;
    const { layer } = this.#stage;
    if (this.#catalogue.forgetBefore(Date.now() - layer.window - DAY)) layer.replace(this.#catalogue.byTime());
    else layer.refresh();
  }

  #pick(id: string | null): void {
    this.#choose(id);
    this.#tell("quake-select", { id });
  }

  #choose(id: string | null): void {
    this.#chosen = id;
    this.#stage?.layer.choose(id);
    this.#picture?.select(id);
    this.#detail.show((id !== null && this.#catalogue.get(id)) || null);
    this.#placeDetail();
  }

  #placeDetail(): void {
    const { quake } = this.#detail;
    if (!quake || !this.#stage) return;
    const { map } = this.#stage;
    const { x, y } = map.project([quake.lon, quake.lat]);
    this.#detail.place(x, y, radius(quake.mag, map.getZoom()), this.clientWidth, this.clientHeight);
  }

  /** Looks at the strongest of the last day if it is one to talk about. */
  #frame(): Frame {
    const since = Date.now() - DAY;
    const recent = this.#catalogue.byTime().filter((quake) => quake.time > since && (quake.mag ?? 0) >= 5);
    const strongest = recent.reduce<Quake | undefined>((a, b) => ((a?.mag ?? 0) > (b.mag ?? 0) ? a : b), undefined);
    const { lon, lat } = strongest ?? USUAL_VIEW;
    const css = getComputedStyle(this);
    const free = (side: string) => Number.parseFloat(css.getPropertyValue(`--free-${side}`)) || 0;
    return {
      lon,
      // Far north or south the globe would show mostly ice.
      lat: Math.max(-30, Math.min(30, lat)),
      free: { top: free("top"), right: free("right"), bottom: free("bottom"), left: free("left") },
    };
  }

  #theme(): Theme {
    return this.#dark.matches ? "dark" : "light";
  }

  #narrow(): boolean {
    return matchMedia("(max-width: 760px)").matches;
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
