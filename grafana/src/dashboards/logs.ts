// Logs: what everything says, by service, by earthquake and by what goes wrong.

import { LogsSortOrder } from "@grafana/grafana-foundation-sdk/common";
import {
  CustomVariableBuilder,
  QueryVariableBuilder,
  TextBoxVariableBuilder,
  VariableRefresh,
  VariableSort,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { dashboard } from "../dashboard";
import { bars, readable, rows, series } from "../panels";
import { LOKI } from "../places";
import { curve, lineCurve, lineSum, lines } from "../queries";

/** What was chosen at the top. */
const CHOSEN = '{service=~"$service", environment=~"$environment"}';
const CHOSEN_LEVELS = '{service=~"$service", environment=~"$environment", level=~"$level"}';

const TROUBLE = '{service=~"$service", environment=~"$environment", level=~"warn|error"}';

/** Those through which a report goes. */
const REPORT_SERVICES = '{service=~"producer|consumer|frontend", environment=~"$environment"}';

/** A message with its numbers and identifiers left out, so that the same thing about two earthquakes is the same. */
const PATTERN = 'kind=`{{ regexReplaceAll "[0-9a-f]{8,}|[0-9]+" .message "#" }}`';

const ALL = { text: "All", value: "$__all" };

export const logs = dashboard("logs", {
  description: "The logs of all services: live, for one earthquake, and by what goes wrong.",
  from: "now-1h",
  refresh: "10s",
  variables: [
    new QueryVariableBuilder("service")
      .label("Service")
      .description("Ours, and the containers that Alloy collects from")
      .datasource(LOKI)
      .query({ label: "service", refId: "service", stream: "", type: 1 })
      .refresh(VariableRefresh.OnTimeRangeChanged)
      .sort(VariableSort.AlphabeticalAsc)
      .multi(true)
      .includeAll(true)
      .allValue(".+")
      .current(ALL),
    new CustomVariableBuilder("level")
      .label("Level")
      .description("Levels of our own services; for the tail")
      .values("error,warn,info,debug,trace")
      .multi(true)
      .includeAll(true)
      .allValue(".*")
      .current(ALL),
    new QueryVariableBuilder("environment")
      .label("Environment")
      .description("As QUAKEWIRE_ENVIRONMENT says")
      .datasource(LOKI)
      .query({ label: "environment", refId: "environment", stream: "", type: 1 })
      .refresh(VariableRefresh.OnTimeRangeChanged)
      .includeAll(true)
      .allValue(".+")
      .current(ALL),
    new TextBoxVariableBuilder("unid").label("unid").description("EMSC's name of an earthquake").defaultValue(""),
    new TextBoxVariableBuilder("trace_id").label("trace").description("32 hexadecimal digits").defaultValue(""),
    new TextBoxVariableBuilder("text")
      .label("Text")
      .description("What a line of the tail has to contain")
      .defaultValue(""),
  ],
  rows: [
    {
      title: "How much is said",
      panels: [
        bars({
          title: "Lines by service",
          description: "Log lines that Loki has, by service: ours, and those that Alloy collects.",
          unit: "short",
          width: 8,
          queries: [lineCurve(`sum by (service) (count_over_time(${CHOSEN}[$__auto]))`, "{{service}}")],
        })
          .datasource(LOKI)
          .interval("30s"),
        bars({
          title: "Lines by level",
          description: "Log lines in Loki, by level. Lines of other people's programs may have none.",
          unit: "short",
          width: 8,
          queries: [lineCurve(`sum by (level) (count_over_time(${CHOSEN_LEVELS}[$__auto]))`, "{{level}}")],
        })
          .datasource(LOKI)
          .interval("30s"),
        series({
          title: "Lines written, and lines lost",
          description:
            "Counted by the services themselves, so that it is known when Loki lacks some: lines written a second, " +
            "and lines that Loki will never have.",
          unit: "cps",
          width: 8,
          limits: [[2000, "yellow"]],
          queries: [
            curve("sum by (job) (rate(quakewire_log_lines_total[$__rate_interval]))", "{{job}}"),
            curve("sum by (job) (rate(quakewire_loki_lines_dropped_total[$__rate_interval]))", "{{job}}, lost"),
          ],
        }),
      ],
    },
    {
      title: "One earthquake",
      panels: [
        readable({
          title: "From the feed to the streams",
          description:
            "All lines about a report, oldest first: published and delivered by the producer, stored by the " +
            "consumer, streamed by each frontend. Write a unid or a trace above for one; with neither, all are there.",
          height: 12,
          queries: [
            lines(
              `${REPORT_SERVICES} |= \`$unid\` |= \`$trace_id\` | json | trace_id!="" ` +
                "| line_format `{{.service}}: {{.message}}`",
              1000,
            ),
          ],
        }).sortOrder(LogsSortOrder.Ascending),
      ],
    },
    {
      title: "What goes wrong",
      panels: [
        rows({
          title: "Patterns of warnings and errors",
          description:
            "Warnings and errors of our services in the time shown, those that differ only in numbers counted as one.",
          width: 14,
          height: 11,
          queries: [
            lineSum(
              "topk(30, sum by (service, level, kind) (count_over_time(" +
                `${TROUBLE} | json | label_format ${PATTERN} [$__range])))`,
            ),
          ],
          steps: [
            {
              id: "organize",
              options: {
                excludeByName: { Time: true },
                indexByName: { "Value #A": 0, service: 1, level: 2, kind: 3 },
                renameByName: { "Value #A": "lines", kind: "pattern" },
              },
            },
            { id: "sortBy", options: { sort: [{ field: "lines", desc: true }] } },
          ],
        }),
        bars({
          title: "Warnings and errors",
          description: "Lines of these levels that our services wrote, whether Loki has them or not.",
          unit: "short",
          width: 10,
          height: 11,
          limits: [[20, "yellow"]],
          queries: [
            curve(
              'sum by (job, level) (increase(quakewire_log_lines_total{level=~"warn|error"}[$__rate_interval]))',
              "{{job}}, {{level}}",
            ),
          ],
        }),
      ],
    },
    {
      title: "Tail",
      panels: [
        readable({
          title: "Live",
          description:
            "The newest lines of the chosen services and levels that contain the text above. Refreshes by itself.",
          height: 18,
          queries: [lines(`${CHOSEN_LEVELS} |= \`$text\``, 500)],
        }),
      ],
    },
  ],
});
