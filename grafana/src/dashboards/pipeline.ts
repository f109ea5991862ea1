// Pipeline: from the feed's frame to the browser's stream, what goes through, how long it takes, and what is lost.

import { dashboard } from "../dashboard";
import { glance } from "./pipeline/glance";
import { deadLetters, logLines } from "./pipeline/losses";
import { reports, stages } from "./pipeline/reports";
import { backends, interruptions } from "./pipeline/troubles";

export const pipeline = dashboard("pipeline", {
  description: "The way of an earthquake from EMSC's feed through Kafka and the table to the open pages.",
  from: "now-6h",
  refresh: "30s",
  rows: [glance, reports, stages, backends, interruptions, deadLetters, logLines],
});
