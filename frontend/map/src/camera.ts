// Where the map looks: at first, at a chosen earthquake, where the address says; and the address told where the reader
// has moved it to.

import { still } from "./appearance";
import { change, view } from "./page/address";
import type { Box, View } from "./page/view";
import type { Quake } from "./quake";
import { capBox, visibleCap, zoomForOutline, zoomForWidth } from "./sphere";
import type { Stage } from "./stage";

/** Where to look when nothing else asks for attention: the western Pacific, where most happens. */
const USUAL_PLACE = { lon: 146, lat: 6 };
/** Near enough to tell where an earthquake is. */
const CLOSE = 3.4;
/** The address hears of a move when the map has rested this long, in milliseconds. */
const REST = 400;
/** What an address cannot tell apart. */
const SAME = { degrees: 0.006, zoom: 0.006 };

const SIDES = ["top", "right", "bottom", "left"] as const;

/** Which part of the element is free of cards, in CSS pixels from each edge. */
type Free = Record<(typeof SIDES)[number], number>;

export class Camera {
  /** Whether the reader has moved the map since it last rested. */
  #moved = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `tell` hears, after each move, of the part of the world that is in sight. */
  constructor(
    private readonly stage: Stage,
    private readonly element: HTMLElement,
    private readonly tell: (sight: Box) => void,
  ) {
    const { map } = stage;
    map.on("movestart", (event) => (this.#moved ||= event.originalEvent !== undefined));
    map.on("moveend", () => this.#rested());
    // The flat map shows another part of the world than the globe does from the same place.
    map.on("projectiontransition", () => this.#rested());
    map.on("resize", () => this.#makeRoom());
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  /** Where the address says; else the whole world, turned to what is worth talking about. */
  open(worthTelling: Quake | undefined): void {
    const { map } = this.stage;
    // Moves the point the globe turns around into what is free.
    map.setPadding(this.#free());
    const { camera } = view();
    if (camera) map.jumpTo({ center: [camera.lon, camera.lat], zoom: camera.zoom });
    else this.whole(worthTelling ?? USUAL_PLACE);
  }

  /** The whole globe, or the flat world without its poles. */
  whole({ lon, lat }: { lon: number; lat: number }, fly = false): void {
    const free = this.#free();
    const { clientWidth, clientHeight } = this.element;
    const width = clientWidth - free.left - free.right;
    const height = clientHeight - free.top - free.bottom;
    // Far north or south the globe would show mostly ice.
    const centre = Math.max(-20, Math.min(20, lat));
    const zoom =
      this.stage.projection === "globe"
        ? zoomForOutline(Math.min(width, height) * 0.43, centre, this.stage.focal)
        : zoomForWidth(Math.max(width * 1.17, height * 1.6));
    const to = { center: [lon, centre] as [number, number], zoom };
    if (fly && !still()) this.stage.map.flyTo({ ...to, speed: 0.9 });
    else this.stage.map.jumpTo(to);
  }

  /** Back from an earthquake to the whole world, where nobody is there to turn the map. */
  home(): void {
    const { lng, lat } = this.stage.map.getCenter();
    this.whole({ lon: lng, lat }, true);
  }

  /** Goes where the address says, unless it only says where the map is. */
  follow(camera: View["camera"]): void {
    if (camera === null || same(camera, this.#present())) return;
    const to = { center: [camera.lon, camera.lat] as [number, number], zoom: camera.zoom };
    if (still()) this.stage.map.jumpTo(to);
    else this.stage.map.flyTo(to);
  }

  /** Brings an earthquake into view, so many pixels above the middle. */
  flyTo({ lon, lat }: Quake, above: number): void {
    const { map } = this.stage;
    const to = { center: [lon, lat] as [number, number], zoom: Math.max(map.getZoom(), CLOSE) };
    if (still()) map.easeTo({ ...to, offset: [0, -above], duration: 0 });
    else map.flyTo({ ...to, offset: [0, -above], speed: 0.9 });
  }

  /** The bounding box of what the free part of the map shows; on the globe, of the visible cap. */
  sight(): Box {
    const { map, projection, focal } = this.stage;
    const free = this.#free();
    const { clientWidth: width, clientHeight: height } = this.element;
    if (projection === "globe") {
      const reach = Math.hypot(width - free.left - free.right, height - free.top - free.bottom) / 2;
      const { lng, lat } = map.getCenter();
      return round(capBox(lng, lat, visibleCap(map.getZoom(), lat, focal, reach)));
    }
    const corner = map.unproject([free.left, free.top]);
    const opposite = map.unproject([width - free.right, height - free.bottom]);
    const all = opposite.lng - corner.lng >= 360;
    const within = (lon: number) => ((((lon + 180) % 360) + 360) % 360) - 180;
    return round([
      all ? -180 : within(corner.lng),
      opposite.lat < -84 ? -90 : opposite.lat,
      all ? 180 : within(opposite.lng),
      corner.lat > 84 ? 90 : corner.lat,
    ]);
  }

  /** By so many doublings, as the reader pressed for. */
  zoom(by: number): void {
    const { map } = this.stage;
    this.#moved = true;
    map.easeTo({ zoom: Math.round(map.getZoom()) + by, duration: still() ? 0 : 300 });
  }

  // On another screen other parts are free of cards. What is in the middle stays there.
  #makeRoom(): void {
    const { map } = this.stage;
    const [free, present] = [this.#free(), map.getPadding()];
    if (SIDES.every((side) => free[side] === (present[side] ?? 0))) return;
    // At once it would end a flight on its way.
    if (map.isMoving()) map.once("moveend", () => this.#makeRoom());
    else map.setPadding(free);
  }

  #rested(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.tell(this.sight());
      const present = this.#present();
      // A flight of the map's own is not written down, unless that would leave another place in the address.
      const write = this.#moved || view().camera !== null;
      this.#moved = false;
      if (write && !same(present, view().camera)) change({ camera: present });
    }, REST);
  }

  #present(): NonNullable<View["camera"]> {
    const { lng, lat } = this.stage.map.getCenter().wrap();
    return { lat, lon: lng, zoom: this.stage.map.getZoom() };
  }

  #free(): Free {
    const css = getComputedStyle(this.element);
    const free = (side: string) => Number.parseFloat(css.getPropertyValue(`--free-${side}`)) || 0;
    return { top: free("top"), right: free("right"), bottom: free("bottom"), left: free("left") };
  }
}

function same(a: NonNullable<View["camera"]>, b: View["camera"]): boolean {
  return (
    b !== null &&
    Math.abs(a.lat - b.lat) < SAME.degrees &&
    Math.abs(a.lon - b.lon) < SAME.degrees &&
    Math.abs(a.zoom - b.zoom) < SAME.zoom
  );
}

function round(box: Box): Box {
  return box.map((degrees) => Math.round(degrees * 100) / 100) as unknown as Box;
}
