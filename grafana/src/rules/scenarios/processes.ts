// Processes that are gone, or come and go.

import { type Scenario, CONSUMER, FRONTEND, PRODUCER, STARTED, always, of, quiet, speaks, up } from "./scenario";
import { then } from "./series";

export const processes: Scenario[] = [
  {
    name: "one frontend of two is not the service",
    series: {
      [up(PRODUCER)]: always,
      [up(CONSUMER)]: always,
      [up(FRONTEND)]: then("1x20", "0x30"),
      [up({ ...FRONTEND, instance: "frontend-2:8080" })]: always,
    },
    looks: [
      quiet("30m", "ServiceDown"),
      quiet("22m", "InstanceDown"),
      speaks("30m", "InstanceDown", { labels: FRONTEND }),
    ],
  },
  {
    name: "the only producer is, and so is a consumer that Prometheus does not know of",
    series: { [up(PRODUCER)]: then("1x20", "0x30"), [up(FRONTEND)]: always },
    looks: [
      speaks("10m", "ServiceDown", { labels: { job: "consumer" } }),
      {
        at: "30m",
        alert: "ServiceDown",
        speaks: [{ labels: { job: "consumer" } }, { labels: { job: "producer" } }],
      },
      quiet("30m", "FeedSilent"),
    ],
  },
  {
    name: "an update is one restart, a crash loop is more",
    series: {
      [STARTED]: then("0x30", "1800x90"),
      [of("process_start_time_seconds", CONSUMER)]: then("0x30", "1800x4", "2100x4", "2400x4", "2700x20"),
    },
    looks: [
      quiet("35m", "Restarting"),
      speaks("50m", "Restarting", { labels: CONSUMER, description: "4 restarts in half an hour." }),
    ],
  },
];
