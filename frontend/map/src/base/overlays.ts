// The overlays that are on: drawn below the earthquakes, credited under the map. Loaded when the first is switched on.

import type { FeatureCollection } from "geojson";
import type { LayerSpecification, Map as MapLibre } from "maplibre-gl";
import { mend } from "./date-line";
import { type Overlay, overlayList } from "./overlay-list";
import { overlayLayers } from "./overlay-style";
import { TOOTH, tooth } from "./tooth";
import { fetchJson } from "./world";
import type { Theme } from "../layer/ramp";

/** Where the credits of what is on are written. */
const CREDITS = "[data-credits]";

export class Overlays {
  #asked: { names: readonly string[]; theme: Theme } = { names: [], theme: "dark" };
  readonly #shapes = new Map<string, Promise<FeatureCollection>>();

  /** `below` is the layer of the map under which they go. */
  constructor(
    private readonly map: MapLibre,
    private readonly below: string,
  ) {}

  /** Shows those that are named, in a theme's colours, and no others. Names that nobody knows are passed over. */
  async show(names: readonly string[], theme: Theme): Promise<void> {
    this.#asked = { names, theme };
    const all = await overlayList();
    const on = all.filter(({ name }) => names.includes(name));
    const shapes = await Promise.all(on.map((overlay) => this.#load(overlay)));
    // In the meantime something else was asked for, and that call does it.
    if (this.#asked.names !== names || this.#asked.theme !== theme) return;
    for (const { name } of all.filter((overlay) => !on.includes(overlay))) this.#remove(name);
    for (const [i, overlay] of on.entries()) this.#add(overlay, shapes[i] as FeatureCollection, theme);
    credit(on);
  }

  #load({ name, url }: Overlay): Promise<FeatureCollection> {
    const known = this.#shapes.get(name);
    if (known) return known;
    const shapes = fetchJson<FeatureCollection>(url).then(mend);
    this.#shapes.set(name, shapes);
    // Asked for again, it is fetched again.
    shapes.catch(() => this.#shapes.delete(name));
    return shapes;
  }

  #add(overlay: Overlay, data: FeatureCollection, theme: Theme): void {
    // Before the layers that need it: what comes later has every tile made anew.
    if (!this.map.hasImage(TOOTH)) this.map.addImage(TOOTH, tooth(), { sdf: true });
    const source = sourceOf(overlay.name);
    if (!this.map.getSource(source)) this.map.addSource(source, { type: "geojson", data, tolerance: 0.2, maxzoom: 7 });
    const below = this.map.getLayer(this.below) ? this.below : undefined;
    for (const layer of overlayLayers(source, overlay.colour[theme])) {
      if (this.map.getLayer(layer.id)) this.#paint(layer);
      else this.map.addLayer(layer, below);
    }
  }

  #paint({ id, paint }: LayerSpecification): void {
    for (const [property, value] of Object.entries(paint ?? {})) {
      if (property.endsWith("-color")) this.map.setPaintProperty(id, property as "fill-color", value as string);
    }
  }

  #remove(name: string): void {
    const source = sourceOf(name);
    if (!this.map.getSource(source)) return;
    for (const { id } of overlayLayers(source, "#000000")) if (this.map.getLayer(id)) this.map.removeLayer(id);
    this.map.removeSource(source);
  }
}

/** Not to be taken for a source of the base map. */
const sourceOf = (name: string) => `overlay ${name}`;

function credit(overlays: Overlay[]): void {
  const place = document.querySelector(CREDITS);
  if (!place) return;
  place.textContent = overlays
    .map((overlay) => ` · ${overlay.title}: ${overlay.credit}${overlay.licence ? ` (${overlay.licence})` : ""}`)
    .join("");
}
