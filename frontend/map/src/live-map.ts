// The map once it is there: its stage, and what is around it that follows the same view: camera, buttons, the box of the
// filter, the card of the chosen earthquake.

import type * as Library from "maplibre-gl";
import { narrow, onAppearance, still, theme, unattended } from "./appearance";
import type { Overlays } from "./base/overlays";
import type { World } from "./base/style";
import { BoxTool } from "./box";
import { Camera } from "./camera";
import type { Catalogue } from "./catalogue";
import { Controls } from "./controls";
import { Detail } from "./detail";
import { radius } from "./layer/ramp";
import { scaleSizes } from "./legend-sizes";
import { change } from "./page/address";
import { now } from "./page/clock";
import { DAY } from "./page/filter";
import { say } from "./page/messages";
import type { Box, View } from "./page/view";
import type { Quake } from "./quake";
import { Stage } from "./stage";

const MINUTE = 60_000;
/** The magnitude from which on an earthquake of the last day decides where the page opens. */
const WORTH_TELLING = 5.5;

export interface Hears {
  /** The map has drawn. */
  ready(): void;
  /** Another part of the world is in sight. */
  sight(box: Box): void;
  /** The map is over. */
  lost(): void;
}

export class LiveMap {
  /** Ends what the map and what is around it hear of the page. */
  readonly #over = new AbortController();
  readonly #container = document.createElement("div");
  readonly #detail = new Detail(() => change({ event: null }), this.#over.signal);
  readonly #stage: Stage;
  readonly #camera: Camera;
  readonly #box: BoxTool;
  #controls?: Controls;
  #overlays?: Promise<Overlays> | undefined;
  #view: View;

  constructor(
    library: typeof Library,
    world: World,
    private readonly element: HTMLElement,
    private readonly catalogue: Catalogue,
    view: View,
    hears: Hears,
  ) {
    this.#view = view;
    this.#container.className = "stage";
    element.append(this.#container, this.#detail.element);
    const options = { theme: theme(), projection: projection(view), still: still(), title: say("map.name") };
    try {
      this.#stage = new Stage(library, element, this.#container, world, options);
    } catch (reason) {
      this.#clear();
      throw reason;
    }
    this.#camera = new Camera(this.#stage, element, hears.sight);
    this.#camera.open(this.#worthTelling());
    this.#box = new BoxTool(this.#stage, options.theme, () => this.#showControls(), this.#over.signal);
    this.#stage.onPick((id) => this.#box.drawing || change({ event: id }));
    this.#stage.onLoss(hears.lost);
    const { map } = this.#stage;
    map.on("move", () => this.#placeDetail());
    map.on("zoomend", () => scaleSizes(map.getZoom()));
    scaleSizes(map.getZoom());
    map.once("idle", () => {
      this.#controls = this.#makeControls();
      this.#showControls();
      this.#lay();
      hears.ready();
    });
    onAppearance(() => this.#dress(), this.#over.signal);
    const fading = setInterval(() => document.hidden || this.#stage.layer.refresh(), MINUTE);
    this.#over.signal.addEventListener("abort", () => clearInterval(fading));
    this.replace();
  }

  put(quake: Quake): void {
    this.#stage.layer.put(quake);
    if (quake.id === this.#view.event) this.#choose(quake.id);
  }

  /** Takes everything from the catalogue. */
  replace(): void {
    this.#stage.layer.show(this.#view);
    this.#stage.layer.replace(this.catalogue.byTime());
    const { event, camera } = this.#view;
    // What the address asks for may not have been known until now, or not as it is now.
    if (event !== null) this.#find(event, camera === null && this.#detail.quake?.id !== event);
  }

  show(view: View): void {
    const before = this.#view;
    this.#view = view;
    this.#stage.setProjection(projection(view));
    this.#stage.layer.show(view);
    if (view.box?.join() !== before.box?.join()) this.#box.show(view.box);
    if (view.layers.join() !== before.layers.join()) this.#lay();
    this.#showControls();
    if (!same(view.camera, before.camera)) this.#camera.follow(view.camera);
    // The card has the colour of the mark.
    if (view.colour !== before.colour) this.#detail.show(this.#detail.quake);
    if (view.event === before.event) return;
    // An address that also says where to look says it better.
    if (view.event !== null) return this.#find(view.event, same(view.camera, before.camera));
    this.#choose(null);
    if (unattended() && view.camera === null) this.#camera.home();
  }

  close(): void {
    this.#camera.close();
    this.#stage.close();
    this.#clear();
  }

  #clear(): void {
    this.#over.abort();
    this.#container.remove();
    this.#detail.element.remove();
    this.#controls?.remove();
  }

  #find(id: string, fly: boolean): void {
    this.#choose(id);
    const quake = this.catalogue.get(id);
    // On a narrow screen the card covers the lower part of what is free.
    const above = narrow() ? this.#detail.element.offsetHeight / 2 : 0;
    if (quake && fly) this.#camera.flyTo(quake, above);
  }

  #choose(id: string | null): void {
    this.#stage.layer.choose(id);
    this.#detail.show((id !== null && this.catalogue.get(id)) || null);
    this.#placeDetail();
  }

  #placeDetail(): void {
    const { quake } = this.#detail;
    if (!quake) return;
    const { map } = this.#stage;
    const { clientWidth: width, clientHeight: height } = this.element;
    const at = this.#stage.project(quake.lon, quake.lat);
    const inside = at.x >= 0 && at.x <= width && at.y >= 0 && at.y <= height;
    this.#detail.element.toggleAttribute("data-away", !inside || !this.#stage.sees(quake.lon, quake.lat));
    this.#detail.place({ x: at.x, y: at.y, radius: radius(quake.mag, map.getZoom()) }, { width, height });
  }

  #dress(): void {
    this.#stage.layer.still = still();
    this.#stage.setTheme(theme());
    this.#box.setTheme(theme());
    this.#lay();
    this.#stage.layer.refresh();
  }

  #makeControls(): Controls {
    const actions = {
      toggleGlobe: () => change({ projection: this.#stage.projection === "globe" ? "flat" : "globe" }),
      zoomIn: () => this.#camera.zoom(1),
      zoomOut: () => this.#camera.zoom(-1),
      toggleBox: () => {
        if (this.#box.drawing) this.#box.stop();
        else if (this.#view.box) change({ box: null });
        else this.#box.start();
      },
    };
    return new Controls(this.element, actions, this.#over.signal);
  }

  // Most readers have no overlay on, and do without the code.
  #lay(): void {
    const { layers } = this.#view;
    if (layers.length === 0 && !this.#overlays) return;
    this.#overlays ??= import("./base/overlays").then(({ Overlays }) => new Overlays(this.#stage.map, this.#stage.layer.id));
    this.#overlays
      .then((overlays) => overlays.show(layers, theme()))
      .catch((reason: unknown) => {
        // The network may be away for a moment: the next switch asks again.
        this.#overlays = undefined;
        console.error(reason);
      });
  }

  #showControls(): void {
    const globe = this.#stage.projection === "globe";
    this.#controls?.show({ globe, box: this.#view.box !== null, drawing: this.#box.drawing });
  }

  /** The strongest of the last day if it is one to talk about. */
  #worthTelling(): Quake | undefined {
    const since = now() - DAY;
    const recent = this.catalogue.byTime().filter((quake) => quake.time > since && (quake.mag ?? 0) >= WORTH_TELLING);
    return recent.reduce<Quake | undefined>((a, b) => ((a?.mag ?? 0) > (b.mag ?? 0) ? a : b), undefined);
  }
}

function projection(view: View): "globe" | "mercator" {
  return (view.projection ?? (narrow() ? "flat" : "globe")) === "globe" ? "globe" : "mercator";
}

function same(a: View["camera"], b: View["camera"]): boolean {
  return a?.lat === b?.lat && a?.lon === b?.lon && a?.zoom === b?.zoom;
}
