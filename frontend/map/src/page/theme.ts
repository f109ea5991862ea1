// The theme: chosen in the settings or by the button among the tools, shown at once, and kept in the server's cookie
// (src/preferences.rs), so that the next page comes in it.

const CHOICES = "[data-settings] input[name='theme']";
/** A year, as the server keeps it. */
const KEPT = 31_536_000;

export function followTheme(): void {
  const choices = [...document.querySelectorAll<HTMLInputElement>(CHOICES)];
  const next = document.querySelector<HTMLButtonElement>("[data-next-theme]");
  const name = next?.title;
  const choose = (choice: HTMLInputElement) => {
    choice.checked = true;
    document.documentElement.dataset["theme"] = choice.value;
    keep(choice.value);
    tell();
  };
  const chosen = () => choices.findIndex((choice) => choice.checked);
  const tell = () => {
    const words = choices[chosen()]?.parentElement?.textContent?.trim();
    if (!next || !words) return;
    next.title = `${name}: ${words}`;
    next.setAttribute("aria-label", next.title);
  };
  for (const choice of choices) choice.addEventListener("change", () => choose(choice));
  next?.addEventListener("click", () => {
    const choice = choices[(chosen() + 1) % choices.length];
    if (choice) choose(choice);
  });
  tell();
}

function keep(theme: string): void {
  const { units, clock } = document.documentElement.dataset;
  const language = /(?:^|; )quakewire=[^;]*?\.(?:utc|local)\.([a-z]{2})/.exec(document.cookie)?.[1];
  const words = [theme, units, clock, ...(language ? [language] : [])];
  document.cookie = `quakewire=${words.join(".")}; Path=/; Max-Age=${KEPT}; SameSite=Lax`;
  // The address would go before the cookie.
  const query = new URLSearchParams(location.search);
  if (!query.has("theme")) return;
  query.delete("theme");
  history.replaceState(null, "", query.size > 0 ? `?${query}` : location.pathname);
}
