// Recording rules: what alerts and dashboards compute from several metrics, written down once a minute under a name.
//
// How long the feed may be silent is computed from how long it has been silent before. Measured on a week of 2018 in
// which 1,707 earthquakes were located (244 a day; EMSC locates about 310 a day and sends revisions besides): half of
// the times between two were shorter than 4 minutes, 99 of 100 shorter than 27, the longest was 49. The longest of each
// quarter of a day lay between 16 and 48 minutes; nine of ten stayed below 34. Twice that, 67 minutes, nothing in the
// week exceeded. A single long outage of the feed moves only one or two of a week's 28 quarters and therefore not the
// threshold, which is why it is no maximum and no mean.

export type Record = { name: string; expression: string; reason: string };

/** The quarter of a day is long enough that each has a longest silence worth the name, and 28 of them are a week. */
const QUARTER = "6h";
const WEEK_OF_QUARTERS = "7d:6h";
/** Below this a feed that is merely quiet would wake somebody; EMSC's own median location time is about as long. */
const LEAST = 15 * 60;
/** Whatever history says, after this long a person should look. */
const MOST = 2 * 60 * 60;
/** What holds until a day of history is there: less says little, for the feed has its quiet hours. */
const AT_FIRST = 60 * 60;
/** The quarters of a day and one more, for the first may have been short. */
const ENOUGH = 5;

export const SILENCE = "quakewire:feed_silence_seconds";
const LONGEST = "quakewire:feed_silence_seconds:max6h";
export const SILENCE_ALLOWED = "quakewire:feed_silence_threshold_seconds";
export const UNDELIVERED = "quakewire:undelivered_records";

export const records: Record[] = [
  {
    name: SILENCE,
    expression:
      "time() - max((quakewire_producer_last_frame_timestamp_seconds > 0) " +
      'or process_start_time_seconds{job="producer"})',
    reason:
      "A producer that has just started has heard nothing yet: its silence counts from its start. Where two " +
      "producers run, the one that heard last counts. With no producer up there is none, and ServiceDown speaks instead.",
  },
  {
    name: LONGEST,
    expression: `max_over_time(${SILENCE}[${QUARTER}])`,
    reason: "The longest silence of the last quarter of a day; what is allowed is computed from a week of these.",
  },
  {
    name: SILENCE_ALLOWED,
    expression:
      `(clamp(2 * quantile_over_time(0.9, ${LONGEST}[${WEEK_OF_QUARTERS}]), ${LEAST}, ${MOST}) ` +
      `and count_over_time(${LONGEST}[${WEEK_OF_QUARTERS}]) >= ${ENOUGH}) or vector(${AT_FIRST})`,
    reason: "Twice the longest silence that nine of ten quarters of a day stayed below in a week, within bounds.",
  },
  {
    name: UNDELIVERED,
    expression:
      "sum by (instance) (quakewire_producer_published_total) " +
      "+ sum by (instance) (quakewire_producer_dead_letters_total) " +
      "- sum by (instance) (quakewire_producer_delivered_total)",
    reason: "What a producer has handed to Kafka's client and Kafka has not confirmed.",
  },
];
