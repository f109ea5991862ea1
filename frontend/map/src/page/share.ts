// Links to what is shown: to copy, for another page, for the kiosk, and out of another page to ours.

import { onChange } from "./address";
import { frameOf } from "./frame";

/** Of the address, what says where it is looked at and not what is seen. */
const SETTINGS = ["kiosk", "background"];
export function followShare(): void {
  const room = document.querySelector<HTMLElement>("[data-share]");
  if (!room) return;
  const text = (id: string) => room.querySelector<HTMLInputElement>(`[data-text='${id}']`);
  const kiosk = document.querySelector<HTMLAnchorElement>("[data-kiosk]");
  const show = () => {
    const [link, frame] = [text("link"), text("frame")];
    if (link) link.value = address("/");
    if (frame) frame.value = frameOf(address("/embed"), room.dataset["title"] ?? "");
    if (kiosk) kiosk.href = address("/", "kiosk=1");
  };
  for (const button of room.querySelectorAll<HTMLElement>("[data-copy]")) {
    button.addEventListener("click", () => void copy(text(button.dataset["copy"] ?? ""), room));
  }
  onChange(show);
  show();
}

/** In a frame: the link to the page itself shows what the frame shows. */
export function keepWayOut(): void {
  const way = document.querySelector<HTMLAnchorElement>("[data-full]");
  const show = () => {
    if (way) way.href = address("/");
  };
  onChange(show);
  show();
}

/** The address of the present view on another of our pages. */
export function address(path: string, more = ""): string {
  const query = new URLSearchParams(location.search);
  for (const name of SETTINGS) query.delete(name);
  const search = [query.toString().replaceAll("%2C", ",").replaceAll("%3A", ":"), more].filter(Boolean).join("&");
  return `${location.origin}${path}${search && `?${search}`}`;
}

async function copy(field: HTMLInputElement | null, room: HTMLElement): Promise<void> {
  const told = room.querySelector<HTMLElement>("[role='status']");
  if (!field || !told) return;
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    told.textContent = told.dataset["copied"] ?? "";
  } catch {
    // Without https, or where the reader does not allow it.
    told.textContent = told.dataset["select"] ?? "";
  }
}
