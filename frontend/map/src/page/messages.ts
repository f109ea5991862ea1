// The page's words in the reader's language: one flat catalogue (frontend/messages/<language>.json), read once.

let catalogue: Record<string, string> = {};

/** Reads the catalogue; the page goes on in keys rather than not at all. */
export async function loadMessages(url: string): Promise<void> {
  const response = await fetch(url);
  if (response.ok) speak((await response.json()) as Record<string, string>);
}

export function speak(words: Record<string, string>): void {
  catalogue = words;
}

/** The words for a key, with `{name}` replaced by what `values` has for it. */
export function say(key: string, values: Record<string, string | number> = {}): string {
  const text = catalogue[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

/** The language of the page, for `Intl`. */
export function language(): string {
  return document.documentElement.lang || "en";
}
