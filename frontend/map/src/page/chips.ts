// What the filter lets through, in a few words over the map: each can be taken away with a click. While there are any,
// the filter's tool has a dot. The words are those of the filter's form.

import { change, onChange, view } from "./address";
import { USUAL, type View } from "./view";
import { button, make } from "../panels/dom";

export interface Chip {
  words: string;
  /** What the view is without it. */
  without: Partial<View>;
}

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

export interface Words {
  /** With {n} in it. */
  days: string;
  magnitude: string;
  all: string;
  box: string;
  kinds: Readonly<Record<string, string>>;
}

/** What of a view is not as usual. */
export function chipsOf(shown: View, words: Words): Chip[] {
  const { days, minMagnitude, maxMagnitude, minDepth, maxDepth, kinds, box } = shown;
  const chips: Chip[] = [];
  if (days !== USUAL.days) chips.push({ words: words.days.replace("{n}", String(days)), without: { days: USUAL.days } });
  if (minMagnitude !== USUAL.minMagnitude || maxMagnitude !== null) {
    const bounds = span(minMagnitude, maxMagnitude);
    chips.push({
      words: bounds === "" ? `${words.magnitude}: ${words.all}` : `M ${bounds}`,
      without: { minMagnitude: USUAL.minMagnitude, maxMagnitude: null },
    });
  }
  const depths = span(minDepth, maxDepth);
  if (depths !== "") chips.push({ words: `${depths} km`, without: { minDepth: null, maxDepth: null } });
  if (kinds !== USUAL.kinds) chips.push({ words: words.kinds[kinds] ?? kinds, without: { kinds: USUAL.kinds } });
  if (box) chips.push({ words: words.box, without: { box: null } });
  return chips;
}

function span(min: number | null, max: number | null): string {
  if (min !== null && max !== null) return `${min}–${max}`;
  if (min !== null) return `≥ ${min}`;
  return max === null ? "" : `≤ ${max}`;
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
