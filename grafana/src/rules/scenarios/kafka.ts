// Kafka: what it does not confirm, and what waits in it.

import { type Scenario, CONSUMER, PRODUCER, of, quiet, speaks, zero } from "./scenario";
import { counting, then } from "./series";

export const kafka: Scenario[] = [
  {
    name: "records that Kafka does not confirm are told of; dead letters are records too",
    series: {
      [of("quakewire_producer_published_total", { ...PRODUCER, source: "websocket" })]: then(
        "0+1x20",
        "20x20",
        "25x40",
      ),
      [of("quakewire_producer_dead_letters_total", { ...PRODUCER, source: "websocket" })]: "2x80",
      [of("quakewire_producer_delivered_total", PRODUCER)]: then("2+1x20", "22x60"),
    },
    looks: [
      quiet("35m", "DeliveryStuck"),
      speaks("60m", "DeliveryStuck", {
        labels: { instance: PRODUCER.instance },
        description: "5 records wait in producer:9101. They are kept and sent when Kafka is back.",
      }),
    ],
  },
  {
    name: "a broker that restarts is no alert, one that stays away is",
    series: {
      [of("quakewire_consumer_kafka_errors_total", CONSUMER)]: then("0x10", "9x30", "9+2x30"),
      [of("quakewire_producer_kafka_unreachable_total", PRODUCER)]: zero,
    },
    looks: [
      quiet("30m", "KafkaErrors"),
      speaks("65m", "KafkaErrors", {
        labels: { job: "consumer" },
        description: "About 30 errors in a quarter of an hour.",
      }),
    ],
  },
  {
    name: "lag that nobody works off is told of, although it is small",
    series: {
      [of("quakewire_consumer_lag_records", { ...CONSUMER, partition: "3" })]: then("0x20", "4x40"),
      [of("quakewire_consumer_records_total", { ...CONSUMER, outcome: "newest" })]: then("0+1x20", "20x40"),
    },
    looks: [
      quiet("25m", "ConsumerStuck"),
      speaks("45m", "ConsumerStuck", {
        description: "4 records wait. Kafka keeps them for as long as its retention says.",
      }),
      quiet("45m", "ConsumerLag"),
    ],
  },
  {
    name: "a consumer that works and falls behind is another matter",
    series: {
      [of("quakewire_consumer_lag_records", { ...CONSUMER, partition: "3" })]: "0+20x60",
      [of("quakewire_consumer_records_total", { ...CONSUMER, outcome: "newest" })]: counting(60),
    },
    looks: [
      quiet("30m", "ConsumerStuck"),
      quiet("10m", "ConsumerLag"),
      speaks("30m", "ConsumerLag", { description: "600 records in Kafka are not in the table yet." }),
    ],
  },
];
