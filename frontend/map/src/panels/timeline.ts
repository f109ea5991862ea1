// The timeline: bars of the window's earthquakes, a playhead to drag, playback, and the length of the window.
//
// The playhead is the thumb of a range input laid over the bars: it has a keyboard and a name by itself. Playback moves
// the playhead only; bars are drawn anew when the window, the filters or the earthquakes change.

import { change, onChange, view } from "../page/address";
import { now } from "../page/clock";
import { DAY } from "../page/filter";
import { say } from "../page/messages";
import { timeZone } from "../page/preferences";
import type { View } from "../page/view";
import { type Axis, axisOf, share, ticks } from "./axis";
import { Bars } from "./bars";
import { dayLabel, fullMoment, hourLabel, shortMoment } from "./dates";
import { button, draw, make } from "./dom";
import { histogram } from "./histogram";
import { MomentTeller } from "./moment-teller";
import { Playback, SPEEDS, type Speed } from "./playback";
import type { Source } from "./source";
import { keep, kept } from "./storage";

/** A burst of reports is drawn once. */
const REDRAW = 1000;
/** Bars begin at round moments, so time may pass for a while before anything looks different. */
const PASSING = 30_000;
/** Width of the longest date, `11月20日`, and the least between two, in pixels. */
const LABEL = 42;
const GAP = 6;
const SPANS = [1, 7, 30];
const SPEED_KEY = "quakewire-speed";

const ICONS = { play: "M7 4.6v10.8l8.6-5.4z", pause: "M6.4 5h2.6v10H6.4zM11 5h2.6v10H11z" };

export function openTimeline(container: HTMLElement, source: Source): void {
  new Timeline(container, source);
}

class Timeline {
  readonly #teller: MomentTeller;
  readonly #playback: Playback;
  readonly #bars = new Bars();
  readonly #icon = draw("path");
  readonly #play = button(
    { class: "play" },
    () => this.#toggle(),
    draw("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" }, this.#icon),
  );
  readonly #speed = make("select", { class: "speed", "aria-label": say("timeline.speed") });
  readonly #live = button({ class: "live" }, () => this.#settle(null), say("timeline.live"));
  readonly #range = make("input", { type: "range", min: 0, step: "any", "aria-label": say("timeline.moment") });
  readonly #label = make("output", { class: "moment", "aria-hidden": "true" });
  readonly #summary = make("p", { class: "hidden", id: "timeline-summary" });
  readonly #dates = make("div", { class: "dates", "aria-hidden": "true" });
  readonly #track = make("div", { class: "track" }, this.#bars.element, this.#range, this.#label);
  readonly #spans = new Map<number, HTMLButtonElement>();
  #axis: Axis;
  /** The earliest moment looked at since the view was live: the axis must not shrink under a playhead that moves. */
  #reach: number | null;
  #drawing: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly container: HTMLElement,
    private readonly source: Source,
  ) {
    this.#teller = new MomentTeller(source);
    const stillness = matchMedia("(prefers-reduced-motion: reduce)");
    this.#playback = new Playback(
      (at) => this.#played(at),
      () => stillness.matches,
      now,
    );
    this.#reach = view().at;
    this.#axis = axisOf(view().days, this.#reach, now());
    this.#build();
    this.#listen();
    this.#draw();
  }

  #build(): void {
    for (const speed of Object.keys(SPEEDS)) {
      this.#speed.append(make("option", { value: speed }, say(`timeline.speed.${speed}`)));
    }
    const remembered = kept(SPEED_KEY) ?? "";
    if (remembered in SPEEDS) this.#playback.speed = remembered as Speed;
    this.#speed.value = this.#playback.speed;
    for (const days of SPANS) {
      const name = say(`timeline.span.${days}`);
      this.#spans.set(
        days,
        button({ "aria-label": `${name} (${say("timeline.days", { days })})` }, () => change({ days }), name),
      );
    }
    this.#range.setAttribute("aria-describedby", this.#summary.id);
    this.container.setAttribute("role", "group");
    this.container.setAttribute("aria-label", say("timeline.title"));
    this.container.replaceChildren(
      this.#play,
      make("div", { class: "pace" }, this.#live, this.#speed),
      make("div", { class: "course" }, this.#track, this.#dates, this.#summary),
      make("div", { class: "spans", role: "group", "aria-label": say("timeline.window") }, ...this.#spans.values()),
    );
  }

  #listen(): void {
    this.#speed.addEventListener("change", () => {
      this.#playback.speed = this.#speed.value as Speed;
      keep(SPEED_KEY, this.#speed.value);
    });
    this.#range.addEventListener("input", () => {
      this.#playback.pause();
      const at = this.#pointed();
      this.#place(at);
      this.#teller.pass(at);
    });
    this.#range.addEventListener("change", () => this.#settle(this.#pointed()));
    this.#range.addEventListener("keydown", (event) => this.#press(event));
    onChange((shown, before) => this.#viewChanged(shown, before));
    this.source.onChange(() => (this.#drawing ??= setTimeout(() => this.#draw(), REDRAW)));
    new ResizeObserver(() => this.#draw()).observe(this.#track);
    setInterval(() => document.hidden || this.#draw(), PASSING);
  }

  #viewChanged(shown: View, before: View): void {
    const moved = shown.at !== before.at;
    if (moved && !this.#teller.telling) {
      this.#playback.pause();
      this.#teller.cancel();
    }
    if (shown.at === null || shown.days !== before.days) this.#reach = shown.at;
    const outside = shown.at !== null && shown.at < this.#axis.start;
    if (outside) this.#reach = shown.at;
    const rest = (each: View) => JSON.stringify({ ...each, at: null, tab: null, event: null, camera: null });
    if (outside || rest(shown) !== rest(before)) this.#draw();
    else if (moved && !this.#playback.playing) this.#place(shown.at);
  }

  #draw(): void {
    clearTimeout(this.#drawing);
    this.#drawing = undefined;
    const { clientWidth, clientHeight } = this.#track;
    const shown = view();
    this.#axis = axisOf(shown.days, this.#reach, now());
    const counted = histogram(this.source.all(), shown, this.#axis);
    this.#bars.draw(counted, this.#axis, shown.colour, [clientWidth, clientHeight]);
    this.#summary.textContent = say("timeline.summary", {
      count: counted.total,
      from: fullMoment(this.#axis.start),
      most: Math.max(0, ...counted.counts),
      strong: counted.strong,
    });
    this.#drawDates(clientWidth);
    for (const [days, each] of this.#spans) each.setAttribute("aria-pressed", String(days === shown.days));
    this.#range.max = String(this.#axis.end - this.#axis.start);
    if (!this.#playback.playing) this.#place(shown.at);
  }

  #drawDates(width: number): void {
    // The first date stands at the left end and the last at the right: one width is not there to be shared.
    const times = ticks(this.#axis, (width - LABEL) / (LABEL + GAP), timeZone() === "UTC");
    const hours = this.#axis.end - this.#axis.start <= 1.5 * DAY;
    this.#dates.replaceChildren(
      ...times.map((time) => {
        const label = make("span", {}, hours ? hourLabel(time) : dayLabel(time));
        label.style.setProperty("--share", String(share(this.#axis, time)));
        return label;
      }),
    );
  }

  /** Where the playhead points: a moment, or null at the right end, which is now. */
  #pointed(): number | null {
    const time = this.#axis.start + this.#range.valueAsNumber;
    return time >= Math.min(now(), this.#axis.end - this.#axis.width / 2) ? null : Math.round(time / 1000) * 1000;
  }

  #place(at: number | null): void {
    const { playing } = this.#playback;
    this.#range.value = at === null ? this.#range.max : String(at - this.#axis.start);
    this.#track.style.setProperty("--share", String(at === null ? 1 : share(this.#axis, at)));
    this.#label.textContent = at === null ? "" : shortMoment(at);
    this.container.classList.toggle("past", at !== null);
    this.#live.setAttribute("aria-pressed", String(at === null));
    // A screen reader on the playhead would not stop talking.
    if (!playing) this.#range.setAttribute("aria-valuetext", at === null ? say("timeline.now") : fullMoment(at));
    this.#icon.setAttribute("d", playing ? ICONS.pause : ICONS.play);
    this.#play.setAttribute("aria-label", say(playing ? "timeline.pause" : "timeline.play"));
  }

  #toggle(): void {
    if (this.#playback.playing) return this.#settle(this.#playback.pause());
    this.#playback.play(view().at ?? this.#axis.start);
    this.#place(view().at ?? this.#axis.start);
  }

  #played(at: number | null): void {
    this.#place(at);
    if (at === null) this.#teller.settle(null);
    else this.#teller.pass(at);
  }

  #settle(at: number | null): void {
    this.#playback.pause();
    this.#place(at);
    this.#teller.settle(at === null ? null : Math.round(at / 1000) * 1000);
  }

  /** A bin or a day at a time; a range without steps would go by a hundredth of its length. */
  #press(event: KeyboardEvent): void {
    const { start, end, width } = this.#axis;
    const at = view().at ?? end;
    const targets: Record<string, number> = {
      ArrowLeft: at - width,
      ArrowDown: at - width,
      ArrowRight: at + width,
      ArrowUp: at + width,
      PageDown: at - DAY,
      PageUp: at + DAY,
      Home: start,
      End: end,
    };
    const target = targets[event.key];
    if (target === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.#range.value = String(target - start);
    this.#settle(this.#pointed());
  }
}
