// What becomes of webhooks. The frontends send them, each from the partitions that it has.

import type { Row } from "../../dashboard";
import { bars, series } from "../../panels";
import { STEP, curve, quantile } from "../../queries";

/** The frontends chosen at the top; nothing but frontends has these metrics. */
const SENDERS = 'instance=~"$instance"';
/** What a receiver should have been told, and was not. */
const LOST = 'outcome=~"refused|gave_up|queue_full|gone"';

export const webhooks: Row = {
  title: "Webhooks",
  panels: [
    bars({
      title: "Messages of webhooks",
      description:
        "Messages that some rule wanted, by what became of them. The first of its kind since a frontend's start is " +
        "missing here, for its series begins with it.",
      unit: "short",
      queries: [
        curve(
          `sum by (outcome) (increase(quakewire_webhooks_messages_total{${SENDERS}}[${STEP}]))`,
          "{{outcome}}",
        ),
      ],
    }),
    series({
      title: "Messages lost, by rule",
      description:
        "Counted since the start of the frontends: a step is a message that the receiver did not get and will not " +
        "get. No curve: none was lost. Alert WebhooksFailing.",
      unit: "short",
      queries: [
        curve(
          `sum by (rule, outcome) (quakewire_webhooks_messages_total{${SENDERS}, ${LOST}})`,
          "{{rule}}: {{outcome}}",
        ),
      ],
    }),
    bars({
      title: "Failed tries",
      description:
        "Tries that failed, and why. refused and private (the address lies in a private network) are final; the " +
        "others are tried again for ten minutes.",
      unit: "short",
      queries: [
        curve(`sum by (reason) (increase(quakewire_webhooks_failures_total{${SENDERS}}[${STEP}]))`, "{{reason}}"),
      ],
    }),
    series({
      title: "Messages that wait",
      description: "Messages in the queues of all rules. 64 can wait for one rule; what comes then is given up.",
      unit: "short",
      queries: [curve(`sum by (instance) (quakewire_webhooks_waiting_messages{${SENDERS}})`, "{{instance}}")],
    }),
    series({
      title: "Webhooks' lag by partition",
      description: "Records in Kafka that some rule is not done with. What a slow receiver waits for is among them.",
      unit: "short",
      queries: [
        curve(`max by (partition) (quakewire_webhooks_lag_records{${SENDERS}})`, "partition {{partition}}"),
      ],
    }),
    series({
      title: "Received to delivered, 95 of 100",
      description:
        "From the producer's receipt of a report until the receiver had it: 95 of 100 took less. The receiver's part " +
        "of it is the try that succeeded.",
      unit: "s",
      queries: [
        quantile(0.95, "quakewire_webhooks_received_to_delivered_seconds", "received to delivered", SENDERS),
        quantile(0.95, "quakewire_webhooks_request_seconds", "the receiver's part", SENDERS),
      ],
    }),
  ],
};
