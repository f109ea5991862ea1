// The MapLibre map on its element: projection, theme, what is under the pointer, the halo around the globe, and what
// happens when the graphics card takes the map's context away.

import type * as Library from "maplibre-gl";
import type { Map as MapLibre } from "maplibre-gl";
import { keepNamesOffTheEdge } from "./base/edge";
import { FIRST_LABEL, type Projection, type World, paints, style } from "./base/style";
import { QuakeLayer } from "./layer/quake-layer";
import type { Theme } from "./layer/ramp";
import type { Quake } from "./quake";
import { angle, focalLength, kilometresPerPixel, nearestCopy, outlineRadius, unitVector, visibleCap } from "./sphere";
import { afterVisible } from "./visible";

export const FIELD_OF_VIEW = 36.87;
/** Slack around a mark when it is pointed at: a finger needs more than a mouse. */
const SLACK = { mouse: 5, touch: 14 };
/** A context that is not given back to a visible page within this time, in milliseconds, will not come back. */
const LOST_FOR_GOOD = 8000;

export class Stage {
  readonly layer = new QuakeLayer();
  readonly map: MapLibre;
  #projection: Projection;
  #theme: Theme;
  /** While the map has no context: gives up waiting for one. */
  #lost: (() => void) | undefined;

  constructor(
    library: typeof Library,
    private readonly element: HTMLElement,
    container: HTMLElement,
    world: World,
    options: { theme: Theme; projection: Projection; still: boolean; title: string },
  ) {
    this.#theme = options.theme;
    this.#projection = options.projection;
    this.layer.theme = options.theme;
    this.layer.still = options.still;
    this.map = new library.Map({
      container,
      style: style(options.theme, options.projection, world),
      attributionControl: false,
      dragRotate: false,
      maxPitch: 0,
      maxZoom: 9,
      fadeDuration: options.still ? 0 : 150,
      canvasContextAttributes: { antialias: true },
      locale: { "Map.Title": options.title },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.on("style.load", () => this.#styled());
    for (const event of ["move", "resize", "load"] as const) this.map.on(event, () => this.#halo());
    keepNamesOffTheEdge(this.map, () => this.focal, { countries: world.countries, seas: world.seas });
  }

  get projection(): Projection {
    return this.#projection;
  }

  /** Distance from the camera to the map, in pixels. */
  get focal(): number {
    return focalLength(this.element.clientHeight, FIELD_OF_VIEW);
  }

  /** Whether a place is on this side of the globe. */
  sees(lon: number, lat: number): boolean {
    if (this.#projection !== "globe") return true;
    const { lng, lat: middle } = this.map.getCenter();
    const horizon = visibleCap(this.map.getZoom(), middle, this.focal, Number.POSITIVE_INFINITY);
    return angle(unitVector(lon, lat), unitVector(lng, middle)) <= horizon;
  }

  /** Where on the screen a place is; of the flat map's copies of it, the one nearest to the middle. */
  project(lon: number, lat: number): { x: number; y: number } {
    const globe = this.#projection === "globe";
    return this.map.project([globe ? lon : nearestCopy(lon, this.map.getCenter().lng), lat]);
  }

  setProjection(projection: Projection): void {
    if (projection === this.#projection) return;
    this.#projection = projection;
    if (this.#lost === undefined) this.map.setProjection({ type: projection });
    this.#halo();
  }

  setTheme(theme: Theme): void {
    if (theme === this.#theme) return;
    this.#theme = theme;
    this.layer.theme = theme;
    if (this.#lost === undefined) this.#paint();
  }

  /** Tells which earthquake is clicked, or null for none. */
  onPick(pick: (id: string | null) => void): void {
    const coarse = matchMedia("(pointer: coarse)").matches;
    this.map.on("click", (event) => pick(this.#at(event, coarse ? SLACK.touch : SLACK.mouse)?.id ?? null));
    this.map.on("mousemove", (event) => {
      this.map.getCanvas().style.cursor = this.#at(event, SLACK.mouse) ? "pointer" : "";
    });
  }

  /** MapLibre restores what it drew when a lost context comes back. If none comes, the map is over: `giveUp`. */
  onLoss(giveUp: () => void): void {
    this.map.on("webglcontextlost", () => {
      this.#lost?.();
      this.#lost = afterVisible(LOST_FOR_GOOD, giveUp);
    });
  }

  close(): void {
    this.#lost?.();
    this.map.remove();
  }

  // At first, and when MapLibre has made its style anew for a new context: that does not bring back layers of others, nor
  // what was asked for in the meantime.
  #styled(): void {
    if (!this.map.getLayer(this.layer.id)) this.map.addLayer(this.layer, FIRST_LABEL);
    if (this.#lost === undefined) return;
    this.#lost();
    this.#lost = undefined;
    this.map.setProjection({ type: this.#projection });
    this.#paint();
  }

  // One by one: a new style would drop what others have added to the map.
  #paint(): void {
    for (const [layer, property, value] of paints(this.#theme)) {
      this.map.setPaintProperty(layer, property as "fill-color", value);
    }
  }

  #at({ point, lngLat }: Library.MapMouseEvent, slack: number): Quake | undefined {
    const globe = this.#projection === "globe";
    const zoom = this.map.getZoom();
    const kmPerPixel = kilometresPerPixel(globe ? this.map.getCenter().lat : lngLat.lat, zoom);
    // Of the flat map's copies, the one under the pointer.
    const copy = globe ? 0 : lngLat.lng;
    const project = (lon: number, lat: number) => this.map.project([globe ? lon : nearestCopy(lon, copy), lat]);
    return this.layer.at(point, { lon: lngLat.lng, lat: lngLat.lat }, { zoom, globe, kmPerPixel, project }, slack);
  }

  // MapLibre's own atmosphere costs a pass over the whole screen; a gradient behind the canvas is free. It only has to
  // know where the globe is: custom properties that style/map.css draws from.
  #halo(): void {
    const { style: css, dataset } = this.element;
    dataset["projection"] = this.#projection;
    if (this.#projection !== "globe") return;
    const { lat } = this.map.getCenter();
    const centre = this.map.project(this.map.getCenter());
    css.setProperty("--globe-x", `${centre.x.toFixed(1)}px`);
    css.setProperty("--globe-y", `${centre.y.toFixed(1)}px`);
    css.setProperty("--globe-r", `${outlineRadius(this.map.getZoom(), lat, this.focal).toFixed(1)}px`);
  }
}
