// The two ways to draw earthquakes that are measured against each other: our layer, and MapLibre's circles on a GeoJSON
// source. Every method ends when what it changed has been drawn.

import type { Feature, Point } from "geojson";
import type { CircleLayerSpecification, GeoJSONSource, Map as MapLibre } from "maplibre-gl";
import { QuakeLayer } from "../src/layer/quake-layer";
import { RAMPS, STOPS } from "../src/layer/ramp";
import { USUAL, type View } from "../src/page/view";
import type { Quake } from "../src/quake";

const DAY = 24 * 3600 * 1000;

export interface Contestant {
  readonly name: string;
  load(quakes: Quake[]): Promise<void>;
  insert(quake: Quake): Promise<void>;
  /** Shows the last so many days. */
  window(days: number): Promise<void>;
}

export class OurLayer implements Contestant {
  readonly name = "our layer";
  readonly #layer = new QuakeLayer();

  constructor(private readonly map: MapLibre) {
    this.#layer.still = true;
  }

  async load(quakes: Quake[]): Promise<void> {
    this.#layer.show(this.#view(30));
    this.#layer.replace(quakes);
    const drawn = this.#drawn();
    this.map.addLayer(this.#layer);
    await drawn;
  }

  async insert(quake: Quake): Promise<void> {
    const drawn = this.#drawn();
    this.#layer.put(quake);
    await drawn;
  }

  async window(days: number): Promise<void> {
    const drawn = this.#drawn();
    this.#layer.show(this.#view(days));
    await drawn;
  }

  #view(days: number): View {
    return { ...USUAL, minMagnitude: null, days };
  }

  async #drawn(): Promise<void> {
    await this.map.once("render");
  }
}

export class Circles implements Contestant {
  readonly name = "MapLibre circles";

  constructor(
    private readonly map: MapLibre,
    private readonly now: number,
  ) {}

  async load(quakes: Quake[]): Promise<void> {
    const data = { type: "FeatureCollection" as const, features: quakes.map((quake) => this.#feature(quake)) };
    this.map.addSource("quakes", { type: "geojson", data, maxzoom: 6, buffer: 16, tolerance: 0 });
    this.map.addLayer(this.#style());
    await this.map.once("idle");
  }

  async insert(quake: Quake): Promise<void> {
    await (this.map.getSource("quakes") as GeoJSONSource).updateData({ add: [this.#feature(quake)] });
    await this.#settled();
  }

  async window(days: number): Promise<void> {
    this.map.setFilter("circles", [">", ["get", "time"], -days * DAY]);
    // The worker that reads the filter is told with the next frame.
    await this.map.once("render");
    await this.#settled();
  }

  // Until tiles of the new state are there, and one frame is made of them.
  async #settled(): Promise<void> {
    while (!this.map.areTilesLoaded() || !this.map.isSourceLoaded("quakes")) await this.map.once("render");
    this.map.triggerRepaint();
    await this.map.once("render");
  }

  #feature({ id, lon, lat, mag, depth, time }: Quake): Feature<Point> {
    const properties = { mag, depth, time: time - this.now };
    return { type: "Feature", id: Number(id.replace(/\D/g, "")), properties, geometry: { type: "Point", coordinates: [lon, lat] } };
  }

  #style(): CircleLayerSpecification {
    const colours = STOPS.depth.flatMap((stop, i) => [stop, RAMPS.depth.dark[i] ?? ""]);
    return {
      id: "circles",
      type: "circle",
      source: "quakes",
      paint: {
        "circle-color": ["interpolate", ["linear"], ["get", "depth"], ...colours] as unknown as string,
        "circle-radius": ["*", 0.96, ["+", 1.1, ["*", 0.92, ["^", ["max", 0, ["-", ["get", "mag"], 1.5]], 1.75]]]],
        "circle-opacity": 0.8,
      },
    };
  }
}
