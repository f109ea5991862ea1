// The MapLibre map on its element: projection, framing, theme, and the halo around the globe.

import type * as Library from "maplibre-gl";
import type { Map as MapLibre } from "maplibre-gl";
import { QuakeLayer } from "./layer/quake-layer";
import type { Theme } from "./layer/ramp";
import { focalLength, kilometresPerPixel, outlineRadius, zoomForOutline, zoomForWidth } from "./sphere";
import { FIRST_LABEL, type Projection, type World, style } from "./base/style";

/** Where to look, and which part of the element is free of cards, in CSS pixels from each edge. */
export interface Frame {
  lon: number;
  lat: number;
  free: { top: number; right: number; bottom: number; left: number };
}

const FIELD_OF_VIEW = 36.87;
/** Slack around a circle when it is pointed at: a finger needs more than a mouse. */
const SLACK = { mouse: 5, touch: 14 };

export class Stage {
  readonly layer = new QuakeLayer();
  readonly map: MapLibre;
  #projection: Projection;
  #theme: Theme;

  constructor(
    library: typeof Library,
    private readonly element: HTMLElement,
    container: HTMLElement,
    private readonly world: World,
    options: { theme: Theme; projection: Projection; still: boolean; frame: Frame },
  ) {
    this.#theme = options.theme;
    this.#projection = options.projection;
    this.layer.theme = options.theme;
    this.layer.still = options.still;
    this.map = new library.Map({
      container,
      style: style(options.theme, options.projection, world),
      ...this.#view(options.frame),
      attributionControl: false,
      dragRotate: false,
      maxPitch: 0,
      maxZoom: 9,
      fadeDuration: options.still ? 0 : 150,
      canvasContextAttributes: { antialias: true },
      locale: { "Map.Title": "Map of earthquakes" },
    });
    this.map.setPadding(options.frame.free);
    this.map.jumpTo(this.#view(options.frame));
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.on("style.load", () => {
      if (!this.map.getLayer(this.layer.id)) this.map.addLayer(this.layer, FIRST_LABEL);
    });
    for (const event of ["move", "resize", "load"] as const) this.map.on(event, () => this.#halo());
    this.#halo();
  }

  get projection(): Projection {
    return this.#projection;
  }

  setProjection(projection: Projection): void {
    this.#projection = projection;
    this.map.setProjection({ type: projection });
    this.#halo();
  }

  setTheme(theme: Theme): void {
    if (theme === this.#theme) return;
    this.#theme = theme;
    this.layer.theme = theme;
    this.map.setStyle(style(theme, this.#projection, this.world), { diff: true });
  }

  /** Brings a place into view, near enough to tell where it is, and so many pixels above the middle. */
  flyTo(lon: number, lat: number, above: number): void {
    const offset: [number, number] = [0, -above];
    const to = { center: [lon, lat] as [number, number], zoom: Math.max(this.map.getZoom(), 3.4), offset };
    if (this.layer.still) this.map.easeTo({ ...to, duration: 0 });
    else this.map.flyTo({ ...to, speed: 0.9 });
  }

  /** Tells which earthquake is clicked, or null for none. */
  onPick(pick: (id: string | null) => void): void {
    const at = (event: Library.MapMouseEvent, slack: number) => {
      const { lng, lat } = event.lngLat;
      const zoom = this.map.getZoom();
      const kmPerPixel = kilometresPerPixel(this.#projection === "globe" ? this.map.getCenter().lat : lat, zoom);
      return this.layer.at(lng, lat, kmPerPixel, zoom, slack);
    };
    const coarse = matchMedia("(pointer: coarse)").matches;
    this.map.on("click", (event) => pick(at(event, coarse ? SLACK.touch : SLACK.mouse)?.id ?? null));
    this.map.on("mousemove", (event) => {
      this.map.getCanvas().style.cursor = at(event, SLACK.mouse) ? "pointer" : "";
    });
  }

  /** The whole globe, or the flat world without its poles, in the free part of the element. */
  #view({ lon, lat, free }: Frame): { center: [number, number]; zoom: number } {
    const width = this.element.clientWidth - free.left - free.right;
    const height = this.element.clientHeight - free.top - free.bottom;
    const focal = focalLength(this.element.clientHeight, FIELD_OF_VIEW);
    const zoom =
      this.#projection === "globe"
        ? zoomForOutline(Math.min(width, height) * 0.43, lat, focal)
        : zoomForWidth(Math.max(width * 1.17, height * 1.6));
    return { center: [lon, lat], zoom };
  }

  // MapLibre's own atmosphere costs a pass over the whole screen; a gradient behind the canvas is free. It only has to
  // know where the globe is: custom properties that style.css draws from.
  #halo(): void {
    const { style: css, dataset } = this.element;
    dataset["projection"] = this.#projection;
    if (this.#projection !== "globe") return;
    const { lat } = this.map.getCenter();
    const focal = focalLength(this.element.clientHeight, FIELD_OF_VIEW);
    const centre = this.map.project(this.map.getCenter());
    css.setProperty("--globe-x", `${centre.x.toFixed(1)}px`);
    css.setProperty("--globe-y", `${centre.y.toFixed(1)}px`);
    css.setProperty("--globe-r", `${outlineRadius(this.map.getZoom(), lat, focal).toFixed(1)}px`);
  }
}
