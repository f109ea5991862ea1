// The alerts panel: the rules there are, a form for another, and what holds for all of them.

import { say } from "../page/messages";
import { distance } from "../page/preferences";
import { ruleForm } from "./alert-form";
import type { Rule } from "./alert-rule";
import { MOST_RULES, type Settings } from "./alert-settings";
import type { Sound } from "./alert-sound";
import { button, make } from "./dom";

/** Ten in the evening to seven in the morning, when quiet hours are first asked for. */
const NIGHT = { from: 22 * 60, to: 7 * 60 };

export class AlertPanel {
  readonly #rules = make("ul", { class: "rules" });
  readonly #form = ruleForm((rule) => this.#add(rule));
  readonly #full = make("p", {}, say("alerts.full", { most: MOST_RULES }));
  readonly #muted = make("input", { type: "checkbox", role: "switch" });
  readonly #volume = make("input", { type: "range", min: 0, max: 1, step: 0.05, "aria-label": say("alerts.volume") });
  readonly #quiet = make("input", { type: "checkbox" });
  readonly #from = make("input", { type: "time", "aria-label": say("alerts.quiet-from") });
  readonly #to = make("input", { type: "time", "aria-label": say("alerts.quiet-to") });

  constructor(
    body: HTMLElement,
    private settings: Settings,
    private readonly set: (settings: Settings) => void,
    sound: Sound,
  ) {
    const test = (signal: "near" | "far") =>
      button({}, () => void sound.test(signal, this.settings.volume), say(`alerts.test-${signal}`));
    body.classList.add("alerts");
    body.replaceChildren(
      make("p", { class: "warning" }, say("alerts.no-warning")),
      this.#rules,
      this.#full,
      this.#form,
      make("h3", {}, say("alerts.all")),
      make("label", {}, this.#muted, say("alerts.mute")),
      make("label", {}, this.#quiet, say("alerts.quiet")),
      make("p", { class: "hours" }, this.#from, "–", this.#to),
      make("label", {}, say("alerts.volume"), this.#volume),
      make("p", { class: "tests" }, test("near"), test("far")),
      make("p", {}, say("alerts.sound-note")),
    );
    this.#listen();
    this.show(settings);
  }

  show(settings: Settings): void {
    this.settings = settings;
    const { rules, muted, volume, quiet } = settings;
    this.#rules.replaceChildren(...rules.map((rule) => this.#row(rule)));
    this.#rules.hidden = rules.length === 0;
    this.#full.hidden = rules.length < MOST_RULES;
    this.#form.hidden = rules.length >= MOST_RULES;
    this.#muted.checked = muted;
    this.#volume.valueAsNumber = volume;
    this.#quiet.checked = quiet !== null;
    for (const input of [this.#from, this.#to]) input.disabled = quiet === null;
    this.#from.value = clock((quiet ?? NIGHT).from);
    this.#to.value = clock((quiet ?? NIGHT).to);
  }

  #listen(): void {
    const quiet = () => (this.#quiet.checked ? { from: minutes(this.#from.value), to: minutes(this.#to.value) } : null);
    this.#muted.addEventListener("change", () => this.#change({ muted: this.#muted.checked }));
    this.#volume.addEventListener("change", () => this.#change({ volume: this.#volume.valueAsNumber }));
    for (const input of [this.#quiet, this.#from, this.#to])
      input.addEventListener("change", () => this.#change({ quiet: quiet() }));
  }

  #change(part: Partial<Settings>): void {
    const next = { ...this.settings, ...part };
    this.set(next);
    this.show(next);
  }

  #add(rule: Rule): void {
    this.#change({ rules: [...this.settings.rules, rule] });
  }

  #row(rule: Rule): HTMLElement {
    const text = describe(rule);
    const remove = button({ "aria-label": say("alerts.remove-which", { rule: text }) }, () => {
      this.#change({ rules: this.settings.rules.filter(({ id }) => id !== rule.id) });
      // The button is gone: the reader goes on where the next rule is made.
      this.#form.querySelector("input")?.focus();
    });
    remove.append(say("alerts.remove"));
    const channels = (["notice", "sound", "notification"] as const).filter((channel) => rule[channel]);
    return make(
      "li",
      {},
      make("span", {}, text, make("small", {}, channels.map((each) => say(`alerts.${each}`)).join(", "))),
      remove,
    );
  }
}

function describe({ minMagnitude, place, others }: Rule): string {
  const magnitude = say(others ? "alerts.rule-others" : "alerts.rule", { magnitude: minMagnitude.toFixed(1) });
  if (!place) return magnitude;
  return say("alerts.rule-within", {
    magnitude,
    distance: distance(place.km),
    place: place.name || say("alerts.your-place"),
  });
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

function minutes(text: string): number {
  const [hours = 0, rest = 0] = text.split(":").map(Number);
  return hours * 60 + rest || 0;
}
