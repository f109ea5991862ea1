// The filter's form: what is put in holds at once, and the form shows what the address says when that changes elsewhere.
// Its fields have the names of the address's parameters.

import { change, onChange, view } from "./address";
import { checkFilter } from "./filter-check";
import { USUAL, type View, readView, writeView } from "./view";

/** A pause in typing, milliseconds. */
const PAUSE = 250;

type Field = HTMLInputElement | HTMLSelectElement;

export function followFilterForm(): void {
  const form = document.querySelector<HTMLFormElement>("[data-filter]");
  if (form) new FilterForm(form);
}

class FilterForm {
  readonly #fields: Field[];
  #typing: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly form: HTMLFormElement) {
    this.#fields = [...form.querySelectorAll<Field>("input:not([type='hidden']), select")];
    // Step by step is for the arrows; any number in between is fine.
    form.noValidate = true;
    form.classList.add("acting");
    form.addEventListener("input", () => {
      clearTimeout(this.#typing);
      this.#typing = setTimeout(() => this.#apply(), PAUSE);
    });
    form.addEventListener("change", () => this.#apply());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#apply();
    });
    form.querySelector("[data-reset]")?.addEventListener("click", (event) => {
      event.preventDefault();
      change(filterOf(USUAL));
      this.#show(true);
    });
    form.addEventListener("focusout", () => this.#show());
    onChange(() => this.#show());
    // The panel opens at once and this comes after it, over a slow network well after: what was put in meanwhile holds.
    const early = this.#fields.filter(differs);
    if (early.length > 0) this.#apply(early);
    this.#show();
  }

  #apply(fields: readonly Field[] = this.#fields): void {
    clearTimeout(this.#typing);
    const query = new URLSearchParams(writeView(view()));
    const wrong = checkFilter(this.form, this.#fields);
    for (const field of fields) if (!wrong.has(field)) query.set(field.name, field.value);
    change(filterOf(readView(query.toString())));
  }

  #show(all = false): void {
    const shown = new URLSearchParams(writeView(view()));
    const usual = (name: string) => (name === "days" ? USUAL.days : name === "minmagnitude" ? USUAL.minMagnitude : "");
    for (const field of this.#fields) {
      // What is being typed, or is to be put right, stays.
      if (!all && (field === document.activeElement || field.ariaInvalid === "true")) continue;
      const value = shown.get(field.name) ?? String(usual(field.name));
      if (field instanceof HTMLSelectElement) offer(field, value);
      field.value = value;
    }
    checkFilter(this.form, this.#fields);
  }
}

/** Whether a field says other than what the server wrote into it. */
function differs(field: Field): boolean {
  if (field instanceof HTMLInputElement) return field.value !== field.defaultValue;
  return [...field.options].some((option) => option.defaultSelected && !option.selected);
}

/** An address may say another span than the form has. */
function offer(field: HTMLSelectElement, value: string): void {
  const words = field.dataset["words"];
  if (!words || [...field.options].some((option) => option.value === value)) return;
  field.add(new Option(words.replace("{n}", value), value));
}

function filterOf({ days, minMagnitude, maxMagnitude, minDepth, maxDepth, box, kinds }: View): Partial<View> {
  return { days, minMagnitude, maxMagnitude, minDepth, maxDepth, box, kinds };
}
