// The panel "Layers": a switch for each overlay, with its colour and whose work it is.

import { onAppearance, theme } from "../appearance";
import { change, onChange, view } from "../page/address";
import { say } from "../page/messages";
import { type Overlay, overlayList } from "./overlay-list";

/** Fills the panel. Rejects where the list cannot be had. */
export async function overlayPanel(container: HTMLElement): Promise<void> {
  const overlays = await overlayList();
  if (overlays.length === 0) {
    container.replaceChildren(element("p", "", say("layers.none")));
    return;
  }
  const list = element("ul", "overlays");
  const switches = overlays.map((overlay) => {
    const line = lineOf(overlay);
    list.append(line.row);
    return { ...overlay, ...line };
  });
  const show = () => {
    for (const { name, box } of switches) box.checked = view().layers.includes(name);
  };
  const dress = () => {
    for (const { colour, swatch } of switches) swatch.style.backgroundColor = colour[theme()];
  };
  onChange(show);
  onAppearance(dress);
  show();
  dress();
  container.replaceChildren(list);
}

interface Line {
  row: HTMLElement;
  box: HTMLInputElement;
  swatch: HTMLElement;
}

function lineOf({ name, title, credit, licence }: Overlay): Line {
  const box = document.createElement("input");
  box.type = "checkbox";
  box.addEventListener("change", () => {
    const others = view().layers.filter((each) => each !== name);
    change({ layers: box.checked ? [...others, name] : others });
  });
  const swatch = element("span", "swatch");
  swatch.setAttribute("aria-hidden", "true");
  const words = element("span", "overlay-words");
  words.append(element("b", "", title), element("small", "", licence ? `${credit} (${licence})` : credit));
  const label = document.createElement("label");
  label.append(box, swatch, words);
  const row = document.createElement("li");
  row.append(label);
  return { row, box, swatch };
}

function element(tag: string, className: string, text = ""): HTMLElement {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}
