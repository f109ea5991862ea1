// Web: what readers get from the frontends, and what it costs.

import { QueryVariableBuilder, VariableRefresh } from "@grafana/grafana-foundation-sdk/dashboard";
import { dashboard } from "../dashboard";
import { bars, heat, number, readable, series } from "../panels";
import { PROMETHEUS } from "../places";
import { RANGE, STEP, buckets, curve, lines, now, quantile } from "../queries";
import { webhooks } from "./web/webhooks";

/** The frontends chosen at the top. */
const OURS = 'job="frontend", instance=~"$instance"';

const OPT_IN =
  "Measured by readers' own browsers, and only where the frontend was started with --measure-pages and the reader " +
  "does not object (Do Not Track, Global Privacy Control). Otherwise there is no data. ";

export const web = dashboard("web", {
  description: "Open streams, answers, webhooks and page timings of the frontends.",
  from: "now-6h",
  refresh: "30s",
  variables: [
    new QueryVariableBuilder("instance")
      .label("Frontend")
      .description("One frontend, several, or all of them")
      .datasource(PROMETHEUS)
      .query({ query: "label_values(quakewire_frontend_streams, instance)", refId: "instance" })
      .refresh(VariableRefresh.OnTimeRangeChanged)
      .multi(true)
      .includeAll(true)
      .allValue(".*")
      .current({ text: "All", value: "$__all" }),
  ],
  rows: [
    {
      title: "Now",
      panels: [
        number({
          title: "Open streams",
          description:
            "Whoever is being told of changes over the chosen frontends: readers with an open page, and besides them " +
            "listeners of the relay, scripts that read the stream, and watchers by gRPC. So this is no count of pages.",
          unit: "short",
          queries: [now(`sum(quakewire_frontend_streams{${OURS}})`)],
        }),
        number({
          title: "Frontends up",
          description: "Frontends that Prometheus can reach. None: alert ServiceDown.",
          unit: "short",
          queries: [now('sum(up{job="frontend"})')],
          limits: [
            [0, "red"],
            [1, "green"],
          ],
        }),
        number({
          title: "Answers with an error of ours",
          description: "Share of answers of the class 5xx in the last five minutes. Above 5 %: alert ServerErrors.",
          unit: "percentunit",
          queries: [
            now(
              `sum(rate(quakewire_frontend_responses_total{${OURS}, class="5xx"}[5m])) / ` +
                `sum(rate(quakewire_frontend_responses_total{${OURS}}[5m]))`,
            ),
          ],
          limits: [
            [0.01, "yellow"],
            [0.05, "red"],
          ],
        }),
        number({
          title: "Streams refused",
          description: "Streams that found no room, in the time shown. A frontend has room for 20,000.",
          unit: "short",
          queries: [now(`sum(increase(quakewire_frontend_streams_refused_total{${OURS}}[${RANGE}]))`)],
          limits: [[0.5, "orange"]],
        }).decimals(0),
        number({
          title: "Earthquakes in memory",
          description: "The window of 30 days that a frontend serves from; the smallest among the chosen frontends.",
          unit: "short",
          queries: [now(`min(quakewire_frontend_window_events{${OURS}})`)],
          limits: [
            [0, "red"],
            [1, "green"],
          ],
        }),
        number({
          title: "Page, 95 of 100",
          description: "95 of 100 pages of the last five minutes were rendered faster than this.",
          unit: "s",
          queries: [
            now(`histogram_quantile(0.95, sum by (le) (rate(quakewire_frontend_page_seconds_bucket{${OURS}}[5m])))`),
          ],
          limits: [
            [0.1, "yellow"],
            [1, "red"],
          ],
        }),
      ],
    },
    {
      title: "Streams",
      panels: [
        series({
          title: "Open streams by frontend",
          description: "A balancer should share them about equally; all at one frontend: the other has just started.",
          unit: "short",
          queries: [curve(`sum by (instance) (quakewire_frontend_streams{${OURS}})`, "{{instance}}")],
        }),
        series({
          title: "Deliveries",
          description: "Pieces of news handed to streams, a second. One change counts once for each open stream.",
          unit: "cps",
          queries: [
            curve(`sum by (instance) (rate(quakewire_frontend_deliveries_total{${OURS}}[${STEP}]))`, "{{instance}}"),
          ],
        }),
        bars({
          title: "Opened, and how many went on where they were",
          description: "Streams opened in every five minutes. Resumed: the reader knew a cursor and missed nothing.",
          unit: "short",
          queries: [
            curve(
              `sum by (resumed) (increase(quakewire_frontend_streams_opened_total{${OURS}}[${STEP}]))`,
              "resumed: {{resumed}}",
            ),
          ],
        }),
        bars({
          title: "Resets",
          description:
            "Streams told to read the window again: slow, the reader fell behind the ring; too_old, its cursor was " +
            "older than what is remembered.",
          unit: "short",
          limits: [[20, "yellow"]],
          queries: [
            curve(`sum by (reason) (increase(quakewire_frontend_stream_resets_total{${OURS}}[${STEP}]))`, "{{reason}}"),
            curve(`sum(increase(quakewire_frontend_streams_refused_total{${OURS}}[${STEP}]))`, "refused"),
          ],
        }),
        heat({
          title: "Received to streamed",
          description: "From the producer's receipt of a report until the chosen frontends' streams had it.",
          queries: [buckets("quakewire_frontend_received_to_streamed_seconds", OURS)],
        }),
        bars({
          title: "Interruptions of the changes",
          description: "How often a frontend lost the source of its changes, and which; it tries again by itself.",
          unit: "short",
          queries: [
            curve(`sum by (source) (increase(quakewire_frontend_interruptions_total{${OURS}}[${STEP}]))`, "{{source}}"),
          ],
        }),
      ],
    },
    {
      title: "Answers",
      panels: [
        series({
          title: "Answers by class",
          description: "HTTP answers a second. 4xx is what was asked wrongly, 5xx is ours.",
          unit: "reqps",
          queries: [curve(`sum by (class) (rate(quakewire_frontend_responses_total{${OURS}}[${STEP}]))`, "{{class}}")],
        }),
        series({
          title: "Answers by route",
          description: "HTTP answers a second for each kind of address.",
          unit: "reqps",
          queries: [curve(`sum by (route) (rate(quakewire_frontend_responses_total{${OURS}}[${STEP}]))`, "{{route}}")],
        }),
        bars({
          title: "Errors",
          description:
            "What went wrong at the frontends: answers of the class 5xx, revisions and windows the table did not " +
            "give, answers to other tools that ended before they were whole, connections that could not be accepted, " +
            "records and tiles that could not be read, pictures refused.",
          unit: "short",
          limits: [[20, "yellow"]],
          queries: [
            curve(
              `sum by (route) (increase(quakewire_frontend_responses_total{${OURS}, class="5xx"}[${STEP}]))`,
              "5xx, {{route}}",
            ),
            curve(
              `sum(increase(quakewire_frontend_event_read_failures_total{${OURS}}[${STEP}]))`,
              "revisions not read",
            ),
            curve(`sum(increase(quakewire_frontend_load_failures_total{${OURS}}[${STEP}]))`, "window not loaded"),
            curve(
              `sum(increase(quakewire_frontend_answers_broken_off_total{${OURS}}[${STEP}]))`,
              "answers broken off",
            ),
            curve(
              `sum(increase(quakewire_frontend_accept_failures_total{${OURS}}[${STEP}]))`,
              "connections not accepted",
            ),
            curve(
              `sum(increase(quakewire_frontend_unreadable_records_total{${OURS}}[${STEP}]))`,
              "records not readable",
            ),
            curve(`sum(increase(quakewire_frontend_unreadable_tiles_total{${OURS}}[${STEP}]))`, "tiles not readable"),
            curve(`sum(increase(quakewire_frontend_previews_refused_total{${OURS}}[${STEP}]))`, "previews refused"),
          ],
        }),
        bars({
          title: "Refused",
          description:
            "What was turned away so that others keep their share: requests of an address that asks too often " +
            "(--requests-per-second; it is told when to come again), and streams that found no room.",
          unit: "short",
          queries: [
            curve(`sum(increase(quakewire_frontend_requests_limited_total{${OURS}}[${STEP}]))`, "requests, too often"),
            curve(`sum(increase(quakewire_frontend_streams_refused_total{${OURS}}[${STEP}]))`, "streams, no room"),
          ],
        }),
        series({
          title: "Rendering, 95 of 100",
          description:
            "95 of 100 were ready faster than this: the page, an earthquake's page (asks the table), its picture.",
          unit: "s",
          limits: [[1, "yellow"]],
          queries: [
            quantile(0.95, "quakewire_frontend_page_seconds", "page", OURS),
            quantile(0.95, "quakewire_frontend_event_page_seconds", "an earthquake's page", OURS),
            quantile(0.95, "quakewire_frontend_preview_seconds", "preview picture", OURS),
          ],
        }),
        series({
          title: "Rendered",
          description: "Pages and pictures rendered, a second.",
          unit: "reqps",
          queries: [
            curve(`sum(rate(quakewire_frontend_pages_total{${OURS}}[${STEP}]))`, "page"),
            curve(`sum(rate(quakewire_frontend_event_pages_total{${OURS}}[${STEP}]))`, "an earthquake's page"),
            curve(`sum(rate(quakewire_frontend_previews_total{${OURS}}[${STEP}]))`, "preview picture"),
          ],
        }),
      ],
    },
    webhooks,
    {
      title: "In readers' browsers (opt-in)",
      panels: [
        vital("lcp", "Largest picture", "When the largest thing on the page was there. Good is up to 2.5 s.", 2.5, 4),
        vital("fcp", "First picture", "When anything was to be seen. Good is up to 1.8 s.", 1.8, 3),
        vital(
          "inp",
          "Slowest answer to a touch",
          "From a click, touch or key to the next picture. Good is up to 0.2 s.",
          0.2,
          0.5,
        ),
        vital(
          "ttfb",
          "First byte",
          "From the request to the answer's first byte, as the browser saw it. Good is up to 0.8 s.",
          0.8,
          1.8,
        ),
        series({
          title: "Layout shift",
          description: `${OPT_IN}How far things jumped as the page loaded; three of four visits had less. Good is to 0.1.`,
          unit: "none",
          limits: [
            [0.1, "yellow"],
            [0.25, "red"],
          ],
          queries: [quantile(0.75, "quakewire_frontend_layout_shift", "75 of 100", OURS)],
        }).interval("15m"),
        bars({
          title: "Measurements",
          description: `${OPT_IN}How many came in, and how many were refused because they made no sense.`,
          unit: "short",
          queries: [
            curve(
              `sum by (vital) (increase(quakewire_frontend_web_vital_seconds_count{${OURS}}[${STEP}]))`,
              "{{vital}}",
            ),
            curve(`sum(increase(quakewire_frontend_vitals_refused_total{${OURS}}[${STEP}]))`, "refused"),
          ],
        }),
      ],
    },
    {
      title: "The processes",
      panels: [
        series({
          title: "Memory",
          description: "Resident memory of each frontend. It grows with open streams and not with time.",
          unit: "bytes",
          limits: [[512 * 1024 * 1024, "yellow"]],
          queries: [curve(`max by (instance) (process_resident_memory_bytes{${OURS}})`, "{{instance}}")],
        }),
        series({
          title: "Open files",
          description: "Open files and sockets as a share of what the process may open. A stream is a socket.",
          unit: "percentunit",
          limits: [
            [0.7, "yellow"],
            [0.9, "red"],
          ],
          queries: [curve(`max by (instance) (process_open_fds{${OURS}} / process_max_fds{${OURS}})`, "{{instance}}")],
        }),
        series({
          title: "Processor",
          description: "Cores in use by each frontend. Rendering pages and pictures is what costs.",
          unit: "none",
          queries: [curve(`max by (instance) (rate(process_cpu_seconds_total{${OURS}}[${STEP}]))`, "{{instance}}")],
        }),
        readable({
          title: "Warnings and errors",
          description: "What the frontends complained of, newest first. A line opens to show its fields.",
          height: 10,
          queries: [lines('{service="frontend", level=~"warn|error"} | json | line_format `{{.message}}`', 500)],
        }),
      ],
    },
  ],
});

function vital(name: string, title: string, description: string, fair: number, poor: number) {
  return series({
    title,
    description: `${OPT_IN}${description} Three of four visits were faster than the curve.`,
    unit: "s",
    limits: [
      [fair, "yellow"],
      [poor, "red"],
    ],
    queries: [quantile(0.75, "quakewire_frontend_web_vital_seconds", "75 of 100", `${OURS}, vital="${name}"`)],
  }).interval("15m");
}
