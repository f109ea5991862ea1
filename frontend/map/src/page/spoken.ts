// Whether strong earthquakes are announced to screen readers: the living list says them, this keeps it quiet.

import { keep, kept } from "../panels/storage";

const KEY = "quakewire-spoken";

export function heedSpoken(): void {
  const news = document.querySelector("[data-news]");
  const box = document.querySelector<HTMLInputElement>("[data-spoken]");
  const heed = (spoken: boolean) => news?.setAttribute("aria-live", spoken ? "polite" : "off");
  const spoken = kept(KEY) !== "no";
  heed(spoken);
  if (!box) return;
  box.checked = spoken;
  box.addEventListener("change", () => {
    keep(KEY, box.checked ? "yes" : "no");
    heed(box.checked);
  });
}
