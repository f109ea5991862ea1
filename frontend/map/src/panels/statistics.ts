// The statistics panel: what the view admits, in numbers and three charts, kept current while it is open.

import { onChange, view } from "../page/address";
import { now } from "../page/clock";
import { DAY, admits, isEarthquake } from "../page/filter";
import { language, say } from "../page/messages";
import { timeZone } from "../page/preferences";
import type { Quake } from "../quake";
import { Figure } from "./chart";
import { make } from "./dom";
import { frequencies, law } from "./gutenberg-richter";
import { magnitudeChart } from "./magnitude-chart";
import { rate } from "./rate";
import { rateChart } from "./rate-chart";
import { section } from "./section";
import { sectionChart } from "./section-chart";
import type { Source } from "./source";
import { summary } from "./summary";

/** Thousands of earthquakes are counted and drawn: not more often than one can read. */
const INTERVAL = 1000;
/** So many take a slow machine a tenth of a second, which every second would be felt in all else. */
const MANY = 20_000;
const INTERVAL_OF_MANY = 5000;

export function openStatistics(panel: HTMLDetailsElement, body: HTMLElement, source: Source): void {
  const figures = { frequency: new Figure(), rate: new Figure(), section: new Figure() };
  const facts = make("dl", { class: "facts" });
  body.classList.add("statistics");
  body.replaceChildren(facts, ...Object.values(figures).map(({ element }) => element));

  let interval = INTERVAL;
  const compute = () => {
    const shown = view();
    const present = now();
    const quakes = [...source.all()].filter((quake) => admits(shown, quake, present));
    interval = quakes.length > MANY ? INTERVAL_OF_MANY : INTERVAL;
    facts.replaceChildren(...factsOf(quakes));
    const magnitudes = quakes.filter(isEarthquake).flatMap(({ mag }) => (mag === null ? [] : [mag]));
    const bins = frequencies(magnitudes);
    const frequency = magnitudeChart(bins, shown.maxMagnitude === null ? law(bins) : "bounded");
    const moment = shown.at ?? present;
    const times = quakes.map(({ time }) => time);
    const rates = rateChart(rate(times, moment - shown.days * DAY, moment, timeZone() === "UTC"));
    const depths = sectionChart(section(quakes, source.viewport()), shown.colour, moment);
    figures.frequency.fill(frequency.words, frequency.parts);
    figures.rate.fill(rates.words, rates.parts);
    figures.section.fill(depths.words, depths.parts);
  };

  let due: ReturnType<typeof setTimeout> | undefined;
  const later = () => {
    if (!panel.open) return;
    due ??= setTimeout(() => {
      due = undefined;
      if (panel.open) compute();
    }, interval);
  };
  source.onChange(later);
  onChange(later);
  // The section is of what is in sight.
  document.addEventListener("quake-view", later);
  panel.addEventListener("toggle", () => panel.open && compute());
  compute();
}

function factsOf(quakes: readonly Quake[]): HTMLElement[] {
  const { count, largest, together } = summary(quakes);
  const facts: [string, string][] = [[say("statistics.events"), new Intl.NumberFormat(language()).format(count)]];
  if (largest?.mag != null) facts.push([say("statistics.largest"), `M ${largest.mag.toFixed(1)}, ${largest.region}`]);
  if (together !== null)
    facts.push([say("statistics.together"), say("statistics.together-as", { magnitude: together.toFixed(1) })]);
  return facts.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]);
}
