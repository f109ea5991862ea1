// The feed: silence, lost connections, gaps.

import { type Scenario, LAST_FRAME, PRODUCER, STARTED, always, of, quiet, speaks, up } from "./scenario";
import { frames, silence, silent, then } from "./series";

const DAY = 24 * 60;
/** In minutes; enough for the threshold to come from history. */
const HISTORY = 32 * 60;

export const feed: Scenario[] = [
  {
    name: "without history an hour of silence is allowed",
    series: { [STARTED]: always, [LAST_FRAME]: silent({ heardUntil: 10, forMinutes: 120 }) },
    looks: [quiet("1h5m", "FeedSilent"), speaks("1h14m", "FeedSilent", { description: times("1.1") })],
  },
  {
    name: "a producer that has just started has heard nothing, which is no silence yet",
    series: { [STARTED]: then("60x120", "7260x400") },
    looks: [quiet("2h55m", "FeedSilent"), speaks("3h5m", "FeedSilent", { description: times("1.1") })],
  },
  {
    name: "a restart in a busy hour does not look like silence, although the old process heard more",
    series: { [STARTED]: then("60x30", "1860x50"), [LAST_FRAME]: then(frames(1, 30), "stale") },
    looks: [quiet("1h10m", "FeedSilent")],
  },
  {
    name: "where frames come each minute, the least that is allowed is a quarter of an hour",
    series: { [STARTED]: always, [LAST_FRAME]: then(frames(1, HISTORY), silence(HISTORY, 60)) },
    looks: [
      quiet(`${HISTORY + 14}m`, "FeedSilent"),
      speaks(`${HISTORY + 19}m`, "FeedSilent", { description: times("1.3") }),
    ],
  },
  {
    name: "where twenty minutes are usual, twice that is allowed",
    series: { [STARTED]: always, [LAST_FRAME]: then(frames(20, HISTORY), silence(HISTORY, 120)) },
    looks: [
      quiet(`${HISTORY + 35}m`, "FeedSilent"),
      speaks(`${HISTORY + 45}m`, "FeedSilent", { description: times("1.2") }),
    ],
  },
  {
    name: "an outage of five hours in the days before does not make the alert deaf",
    series: {
      [STARTED]: always,
      [LAST_FRAME]: then(frames(20, DAY), silence(DAY, 300), frames(20, 3 * DAY, DAY + 300), silence(3 * DAY, 120)),
    },
    looks: [speaks(`${3 * DAY + 45}m`, "FeedSilent", { description: times("1.2") })],
  },
  {
    name: "where hours are usual, two are the most that is allowed",
    series: { [STARTED]: always, [LAST_FRAME]: then(frames(300, HISTORY), silence(HISTORY, 300)) },
    looks: [
      quiet(`${HISTORY + 115}m`, "FeedSilent"),
      speaks(`${HISTORY + 125}m`, "FeedSilent", { description: times("1.0") }),
    ],
  },
  {
    name: "with two producers the one that hears counts",
    series: {
      [STARTED]: always,
      [LAST_FRAME]: silent({ heardUntil: 10, forMinutes: 200 }),
      [of("process_start_time_seconds", { ...PRODUCER, instance: "other:9101" })]: always,
      [of("quakewire_producer_last_frame_timestamp_seconds", { ...PRODUCER, instance: "other:9101" })]: frames(1, 210),
    },
    looks: [quiet("3h", "FeedSilent")],
  },
  {
    name: "a lost connection is told after ten minutes, one that comes back is not",
    series: {
      [of("quakewire_producer_feed_connected", PRODUCER)]: then("1x10", "0x5", "1x20", "0x30"),
      [up(PRODUCER)]: always,
    },
    looks: [quiet("18m", "FeedDisconnected"), quiet("40m", "FeedDisconnected"), speaks("55m", "FeedDisconnected")],
  },
  {
    name: "a producer that has never connected is told of too",
    series: { [up(PRODUCER)]: always },
    looks: [quiet("5m", "FeedDisconnected"), speaks("15m", "FeedDisconnected")],
  },
  {
    name: "a gap that is not filled in half an hour is told of, one that is filled at last is not",
    series: {
      [of("quakewire_producer_gap_failures_total", PRODUCER)]: then("0+0.2x60", "12x60"),
      [of("quakewire_producer_gaps_filled_total", PRODUCER)]: then("1x60", "2x60"),
    },
    looks: [speaks("55m", "GapOpen", { description: attempts(6) }), quiet("70m", "GapOpen")],
  },
];

function times(number: string): string {
  return `The silence is ${number} times what the last seven days make plausible.`;
}

function attempts(number: number): string {
  return `About ${number} attempts in half an hour, none of them with success. The gap stays open until it is filled.`;
}
