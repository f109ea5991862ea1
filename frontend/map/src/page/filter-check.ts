// What cannot be meant in the filter's form: marked at its field, and explained below.

import { readView } from "./view";

type Field = HTMLInputElement | HTMLSelectElement;

/** Marks the fields that are wrong, says what is, and gives those whose value is none. */
export function checkFilter(form: HTMLFormElement, fields: readonly Field[]): Set<Field> {
  const told = form.querySelector<HTMLElement>(".error");
  const wrong = new Set(fields.filter(isWrong));
  const beyond = ["magnitude", "depth"].flatMap((what) => contradiction(form, what));
  for (const field of fields) {
    const marked = wrong.has(field) || beyond.includes(field);
    field.ariaInvalid = marked ? "true" : null;
    if (marked && told) field.setAttribute("aria-describedby", told.id);
    else if (field.name !== "bbox") field.removeAttribute("aria-describedby");
    else field.setAttribute("aria-describedby", "filter-box");
  }
  const [first] = wrong;
  const why = first ? (first.name === "bbox" ? "invalidBox" : "invalid") : beyond.length > 0 ? "contradiction" : "";
  const words = told?.dataset[why] ?? "";
  // Said once, and not again with each key.
  if (told && told.textContent !== words) told.textContent = words;
  return wrong;
}

function isWrong(field: Field): boolean {
  if (field.name === "bbox") return field.value.trim() !== "" && readView(query("bbox", field.value)).box === null;
  const { badInput, rangeOverflow, rangeUnderflow } = field.validity;
  return badInput || rangeOverflow || rangeUnderflow;
}

/** Both bounds, where the lower is beyond the upper. */
function contradiction(form: HTMLFormElement, what: string): Field[] {
  const bounds = ["min", "max"].map((which) => form.elements.namedItem(which + what) as HTMLInputElement);
  const [low, high] = bounds.map((bound) => bound.valueAsNumber);
  return (low ?? NaN) > (high ?? NaN) ? bounds : [];
}

function query(name: string, value: string): string {
  return new URLSearchParams({ [name]: value }).toString();
}
