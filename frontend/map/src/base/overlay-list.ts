// What can be laid over the map, as the server lists it (`GET /overlays`).

import type { Theme } from "../layer/ramp";
import { fetchJson } from "./world";

export interface Overlay {
  /** Also its name in the page's address. */
  readonly name: string;
  readonly title: string;
  readonly colour: Readonly<Record<Theme, string>>;
  readonly credit: string;
  readonly licence?: string;
  readonly url: string;
}

let list: Promise<Overlay[]> | undefined;

/** Asks once; after a failure, again. */
export function overlayList(): Promise<Overlay[]> {
  list ??= fetchJson<Overlay[]>("/overlays").catch((reason: unknown) => {
    list = undefined;
    throw reason;
  });
  return list;
}
