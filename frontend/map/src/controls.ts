// The map's buttons. Made here and not by the server, because without the map they would do nothing.

const ICONS = {
  globe: "M10 2.8a7.2 7.2 0 1 0 0 14.4a7.2 7.2 0 0 0 0-14.4M2.8 10h14.4M10 2.8c2.2 2 3.3 4.4 3.3 7.2s-1.1 5.2-3.3 7.2c-2.2-2-3.3-4.4-3.3-7.2s1.1-5.2 3.3-7.2z",
  plus: "M10 4.5v11M4.5 10h11",
  minus: "M4.5 10h11",
};

export interface Actions {
  globe: boolean;
  toggleGlobe(): boolean;
  zoomIn(): void;
  zoomOut(): void;
}

export function controls(actions: Actions): HTMLElement {
  const nav = document.createElement("nav");
  nav.className = "card tools";
  nav.setAttribute("aria-label", "Map controls");
  const globe = button("Globe", ICONS.globe, () => press(actions.toggleGlobe()));
  const press = (on: boolean) => globe.setAttribute("aria-pressed", String(on));
  press(actions.globe);
  const zoomIn = button("Zoom in", ICONS.plus, () => actions.zoomIn());
  const zoomOut = button("Zoom out", ICONS.minus, () => actions.zoomOut());
  // On a phone two fingers do it.
  for (const each of [zoomIn, zoomOut]) each.classList.add("wide-only");
  nav.append(globe, zoomIn, zoomOut);
  return nav;
}

function button(name: string, icon: string, act: () => void): HTMLButtonElement {
  const element = document.createElement("button");
  element.type = "button";
  element.title = name;
  element.setAttribute("aria-label", name);
  element.innerHTML = `<svg viewBox="0 0 20 20" aria-hidden="true"><path d="${icon}"/></svg>`;
  element.addEventListener("click", act);
  return element;
}
