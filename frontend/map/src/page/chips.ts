// What the filter lets through, in a few words over the map: each can be taken away with a click. While there are any,
// the filter's tool has a dot. The words are those of the filter's form.

import { change, onChange, view } from "./address";
import { type Words, chipsOf } from "./filter-words";
import { button, make } from "../panels/dom";

export function followChips(): void {
  const row = document.querySelector<HTMLElement>("[data-chips]");
  const form = document.querySelector<HTMLFormElement>("[data-filter]");
  const summary = document.querySelector<HTMLElement>("#panel-filter > summary");
  if (!row || !form || !summary) return;
  const name = summary.title;
  const remove = form.dataset["remove"] ?? "{what}";
  let shown = "";
  const show = () => {
    const chips = chipsOf(view(), wordsOf(form));
    const words = chips.map((chip) => chip.words);
    if (words.join("\n") === shown) return;
    shown = words.join("\n");
    row.replaceChildren(
      ...chips.map(({ words, without }) => {
        const cross = make("span", { "aria-hidden": "true" }, "×");
        const act = () => {
          change(without);
          // The chip is gone, and the keyboard with it.
          (row.querySelector("button") ?? summary).focus();
        };
        return button({ class: "chip", "aria-label": remove.replace("{what}", words) }, act, words, cross);
      }),
    );
    summary.classList.toggle("changed", chips.length > 0);
    summary.title = chips.length > 0 ? `${name} (${chips.length})` : name;
    summary.setAttribute("aria-label", summary.title);
  };
  onChange(show);
  show();
}

function wordsOf(form: HTMLFormElement): Words {
  const field = (name: string) => form.querySelector<HTMLElement>(`[name='${name}']`);
  const kinds = [...form.querySelectorAll<HTMLOptionElement>("[name='type'] option")];
  const name = (name: string, within: string) => field(name)?.closest(within)?.firstElementChild?.textContent?.trim() ?? "";
  return {
    days: field("days")?.dataset["words"] ?? "{n}",
    magnitude: name("minmagnitude", "fieldset"),
    all: kinds.find((option) => option.value === "")?.text ?? "",
    box: name("bbox", "label"),
    kinds: Object.fromEntries(kinds.map((option) => [option.value, option.text])),
  };
}
