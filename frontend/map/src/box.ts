// The region of the filter: outlined on the map, and drawn there by dragging. The filter's form has it in numbers, for
// those who do not drag.

import type { GeoJSONSource, LngLat } from "maplibre-gl";
import { FIRST_LABEL } from "./base/style";
import { boxBetween, outline } from "./box-outline";
import type { Theme } from "./layer/ramp";
import { change, view } from "./page/address";
import { say } from "./page/messages";
import type { Box } from "./page/view";
import type { Stage } from "./stage";

const ID = "box";
const COLOUR: Record<Theme, string> = { dark: "#8ec5ff", light: "#1c6fb8" };
/** A drag shorter than this, in pixels, was a click. */
const SHORTEST = 6;

export class BoxTool {
  #theme: Theme;
  #shown: Box | null = view().box;
  #from: { place: LngLat; x: number; y: number } | null = null;
  #drawing = false;
  readonly #hint = document.createElement("p");

  /** `tell` hears when drawing begins and ends. `over` ends what the tool hears of the page. */
  constructor(
    private readonly stage: Stage,
    theme: Theme,
    private readonly tell: (drawing: boolean) => void,
    over: AbortSignal,
  ) {
    this.#theme = theme;
    stage.map.on("styledata", () => this.#attach());
    // Also when a lost context has come back, with a style as it was when it went.
    stage.map.on("style.load", () => {
      this.show(this.#shown);
      this.setTheme(this.#theme);
    });
    const container = stage.map.getCanvasContainer();
    this.#hint.className = "box-hint";
    this.#hint.setAttribute("role", "status");
    stage.map.getContainer().append(this.#hint);
    container.addEventListener("pointerdown", (event) => this.#press(event), { capture: true });
    container.addEventListener("pointermove", (event) => this.#drag(event));
    container.addEventListener("pointerup", (event) => this.#release(event));
    container.addEventListener("pointercancel", () => this.stop());
    addEventListener("keydown", (event) => this.#key(event), { capture: true, signal: over });
  }

  get drawing(): boolean {
    return this.#drawing;
  }

  show(box: Box | null): void {
    this.#shown = box;
    (this.stage.map.getSource(ID) as GeoJSONSource | undefined)?.setData(outline(box));
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    if (this.stage.map.getLayer(ID)) this.stage.map.setPaintProperty(ID, "line-color", COLOUR[theme]);
  }

  /** The next drag draws a box. */
  start(): void {
    this.#set(true);
  }

  stop(): void {
    this.#from = null;
    this.show(view().box);
    this.#set(false);
  }

  #set(drawing: boolean): void {
    this.#drawing = drawing;
    const { map } = this.stage;
    for (const handler of [map.dragPan, map.touchZoomRotate, map.boxZoom]) drawing ? handler.disable() : handler.enable();
    // MapLibre's own way with two fingers stays without turning.
    if (!drawing) map.touchZoomRotate.disableRotation();
    map.getCanvasContainer().classList.toggle("drawing", drawing);
    this.#hint.textContent = drawing ? say("tools.box-how") : "";
    this.tell(drawing);
  }

  #press(event: PointerEvent): void {
    if (!this.#drawing || event.button !== 0) return;
    const [x, y] = this.#point(event);
    this.#from = { place: this.stage.map.unproject([x, y]), x, y };
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
  }

  #drag(event: PointerEvent): void {
    const box = this.#from && this.#boxTo(event);
    if (box) this.show(box);
  }

  #release(event: PointerEvent): void {
    const box = this.#from && this.#boxTo(event);
    if (!this.#from) return;
    this.#from = null;
    if (box) change({ box });
    this.stop();
  }

  #boxTo(event: PointerEvent): Box | null {
    const from = this.#from;
    const [x, y] = this.#point(event);
    if (!from || Math.hypot(x - from.x, y - from.y) < SHORTEST) return null;
    return boxBetween(from.place, this.stage.map.unproject([x, y]), this.stage.projection === "globe");
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== "Escape" || !this.#drawing) return;
    // Whatever else would close with Escape stays open.
    event.preventDefault();
    event.stopImmediatePropagation();
    this.stop();
  }

  #point(event: PointerEvent): [number, number] {
    const { left, top } = this.stage.map.getCanvasContainer().getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }

  #attach(): void {
    const { map } = this.stage;
    if (!map.getLayer(FIRST_LABEL)) return;
    if (!map.getSource(ID)) map.addSource(ID, { type: "geojson", data: outline(this.#shown), tolerance: 0, maxzoom: 6 });
    if (map.getLayer(ID)) return;
    const paint = { "line-color": COLOUR[this.#theme], "line-width": 1.6, "line-dasharray": [3, 2] };
    map.addLayer({ id: ID, type: "line", source: ID, paint }, FIRST_LABEL);
  }
}
