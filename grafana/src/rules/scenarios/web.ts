// The frontends.

import { type Scenario, CONSUMER, FRONTEND, answers, of, quiet, speaks } from "./scenario";
import { then } from "./series";

export const web: Scenario[] = [
  {
    name: "a frontend that streams nothing while reports are stored is stale; in a quiet hour it is not",
    series: {
      [of("quakewire_frontend_changes_total", FRONTEND)]: then("0+1x30", "30x90"),
      [of("quakewire_consumer_records_total", { ...CONSUMER, outcome: "newest" })]: then("0+1x30", "30x30", "30+1x60"),
    },
    looks: [quiet("58m", "FrontendStale"), speaks("90m", "FrontendStale", { labels: { instance: FRONTEND.instance } })],
  },
  {
    name: "errors of ours are told of above a share, and not when they are three in a quiet night",
    series: {
      [answers("page", "2xx")]: then("0+1x40", "40+100x60"),
      [answers("page", "5xx")]: then("0x10", "3x30", "3+20x60"),
      [answers("other", "5xx")]: "0+50x100",
    },
    looks: [
      quiet("14m", "ServerErrors"),
      speaks("80m", "ServerErrors", { description: "16.67% of the frontends' answers are errors of ours (5xx)." }),
    ],
  },
];
