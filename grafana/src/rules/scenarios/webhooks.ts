// Webhooks: what a receiver did not get. A rule's series begin with the first message they count.

import { type Scenario, FRONTEND, of, quiet, speaks } from "./scenario";
import { then } from "./series";

const OTHER_FRONTEND = { ...FRONTEND, instance: "frontend-2:8080" };
const FRONTEND_STARTED = of("process_start_time_seconds", FRONTEND);

export const webhooks: Scenario[] = [
  {
    name: "the first message that a receiver does not get is told of, for half an hour",
    series: {
      [FRONTEND_STARTED]: "-7200x120",
      [messages("large", "delivered")]: "0+1x120",
      [messages("large", "gave_up")]: then("_x60", "1x60"),
    },
    looks: [
      quiet("55m", "WebhooksFailing"),
      speaks("61m", "WebhooksFailing", lost("large", 1)),
      speaks("85m", "WebhooksFailing", lost("large", 1)),
      quiet("100m", "WebhooksFailing"),
    ],
  },
  {
    name: "the second is told of too, hours after the first",
    series: {
      [FRONTEND_STARTED]: "-7200x240",
      [messages("large", "refused")]: then("_x10", "1x180", "2x50"),
    },
    looks: [quiet("180m", "WebhooksFailing"), speaks("200m", "WebhooksFailing", lost("large", 1))],
  },
  {
    name: "whatever the reason, each rule is told of by itself, over all frontends",
    series: {
      [FRONTEND_STARTED]: "-7200x120",
      [of("process_start_time_seconds", OTHER_FRONTEND)]: "-7200x120",
      [messages("away", "gave_up")]: then("_x60", "1x60"),
      [messages("away", "queue_full")]: then("_x60", "2x60"),
      [messages("away", "gave_up", OTHER_FRONTEND)]: then("_x65", "3x55"),
      [messages("moved", "refused")]: then("_x60", "1x60"),
      [messages("over", "gone")]: then("_x60", "4x60"),
    },
    looks: [
      {
        at: "70m",
        alert: "WebhooksFailing",
        speaks: [lost("away", 6), lost("moved", 1), lost("over", 4)],
      },
    ],
  },
  {
    name: "what was delivered, came twice or was no news any more is nothing to be told of",
    series: {
      [FRONTEND_STARTED]: "-7200x120",
      [messages("large", "delivered")]: then("_x60", "0+1x60"),
      [messages("large", "duplicate")]: then("_x60", "1x60"),
      [messages("large", "too_old")]: then("_x60", "1x60"),
      [of("quakewire_webhooks_failures_total", { ...FRONTEND, reason: "timeout" })]: "0+1x120",
    },
    looks: [quiet("70m", "WebhooksFailing")],
  },
  {
    name: "a message lost after a restart is told of, though the count is what it was before",
    series: {
      [FRONTEND_STARTED]: then("-7200x40", "_x2", "2520x60"),
      [messages("large", "gave_up")]: then("1x40", "_x4", "1x58"),
    },
    looks: [
      quiet("40m", "WebhooksFailing"),
      speaks("50m", "WebhooksFailing", lost("large", 1)),
      quiet("85m", "WebhooksFailing"),
    ],
  },
  {
    name: "old losses are not told of again when Prometheus comes back after hours",
    series: {
      [FRONTEND_STARTED]: then("-7200x10", "_x180", "-7200x60"),
      [messages("large", "gave_up")]: then("7x10", "_x180", "7x60"),
    },
    looks: [quiet("192m", "WebhooksFailing"), quiet("221m", "WebhooksFailing"), quiet("235m", "WebhooksFailing")],
  },
];

function messages(rule: string, outcome: string, frontend = FRONTEND): string {
  return of("quakewire_webhooks_messages_total", { ...frontend, rule, outcome });
}

function lost(rule: string, count: number) {
  const description =
    `Messages that it did not get in half an hour and will not get: about ${count}. ` + "Nobody else is concerned.";
  return { labels: { rule }, description };
}
