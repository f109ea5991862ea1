// The legend shows the scale that colours the marks, and its links choose another. Without scripts these are links to
// other addresses of the page; here they change the address the page has.

import { change, onChange, view } from "./page/address";
import { readView } from "./page/view";

export function followLegend(): void {
  const legend = document.querySelector<HTMLElement>("[data-legend]");
  if (!legend) return;
  const links = [...legend.querySelectorAll<HTMLAnchorElement>("a[data-colour]")];
  const show = () => {
    const { colour } = view();
    legend.dataset["colour"] = colour;
    for (const link of links) {
      if (link.dataset["colour"] === colour) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  for (const link of links) {
    link.addEventListener("click", (event) => {
      // With these the link opens elsewhere.
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      change({ colour: readView(link.search).colour });
    });
  }
  onChange(show);
  show();
}
