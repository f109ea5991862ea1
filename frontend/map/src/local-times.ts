// Rewrites the moments of a page that the server wrote in UTC by the reader's own clock, which only a browser knows. Loaded
// by pages without a map, where the reader wants local time.

import { moment } from "./page/preferences";

for (const time of document.querySelectorAll<HTMLTimeElement>("time[datetime]")) {
  time.title = time.textContent ?? "";
  time.textContent = moment(Date.parse(time.dateTime));
}
