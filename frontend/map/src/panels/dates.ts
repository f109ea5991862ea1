// Dates of the panels in the reader's language and zone, from the shortest to the fullest.

import { language } from "../page/messages";
import { timeZone } from "../page/preferences";

/** Of the Englishes the one that most of the world reads: the day before the month, the day in 24 hours. */
const WORLD_ENGLISH = "en-GB";

type Write = (time: number) => string;

/** Making a format costs a hundred times what using it does, and playback uses one at every frame. */
function format(options: Intl.DateTimeFormatOptions): Write {
  let made: Intl.DateTimeFormat | undefined;
  return (time) =>
    (made ??= new Intl.DateTimeFormat(language() === "en" ? WORLD_ENGLISH : language(), {
      ...options,
      timeZone: timeZone(),
    })).format(time);
}

/** `13 Nov` */
export const dayLabel = format({ day: "numeric", month: "short" });

/** `14:20` */
export const hourLabel = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** `13 Nov, 14:20` */
export const shortMoment = format({
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

/** `Friday 13 November at 14:20 UTC` */
export const fullMoment = format({
  weekday: "long",
  day: "numeric",
  month: "long",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
  timeZoneName: "short",
});
