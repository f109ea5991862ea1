// The settings: each choice is sent when it is made, and the server comes back to the address that is shown now. The
// theme needs no server (theme.ts).

export function followSettingsForm(): void {
  const form = document.querySelector<HTMLFormElement>("[data-settings]");
  if (!form) return;
  form.classList.add("acting");
  const back = form.querySelector<HTMLInputElement>("[name='back']");
  form.addEventListener("submit", () => {
    if (back) back.value = location.search.slice(1);
  });
  form.addEventListener("change", ({ target }) => {
    const { name } = target as HTMLInputElement;
    if (name !== "" && name !== "theme") form.requestSubmit();
  });
}
