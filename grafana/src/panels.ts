// The kinds of panels, each set up once, so that the same thing looks the same on every dashboard. A panel without a
// description or a unit does not compile.

import type { Builder, Dataquery } from "@grafana/grafana-foundation-sdk/cog";
import {
  BigValueColorMode,
  BigValueGraphMode,
  GraphDrawStyle,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  HeatmapCellLayout,
  LegendDisplayMode,
  LegendPlacement,
  LogsDedupStrategy,
  LogsSortOrder,
  ReduceDataOptionsBuilder,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from "@grafana/grafana-foundation-sdk/common";
import {
  type DataTransformerConfig,
  FieldColorBuilder,
  FieldColorModeId,
  type Panel,
  type ThresholdsConfig,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from "@grafana/grafana-foundation-sdk/dashboard";
import * as heatmap from "@grafana/grafana-foundation-sdk/heatmap";
import * as logs from "@grafana/grafana-foundation-sdk/logs";
import * as stat from "@grafana/grafana-foundation-sdk/stat";
import * as table from "@grafana/grafana-foundation-sdk/table";
import * as timeseries from "@grafana/grafana-foundation-sdk/timeseries";
import { LOKI, PROMETHEUS, traceLink } from "./places";

/** What every panel has to say of itself. */
export type Facts = {
  title: string;
  description: string;
  unit: string;
  queries: Builder<Dataquery>[];
  /** From which value on what colour; below the first, all is well. */
  limits?: [number, Colour][];
  /** Of the 24 columns. */
  width?: number;
  height?: number;
};

export type Colour = "blue" | "green" | "yellow" | "orange" | "red";
export type AnyPanel = Builder<Panel>;

type Common<T> = {
  title(text: string): T;
  description(text: string): T;
  unit(unit: string): T;
  span(columns: number): T;
  height(rows: number): T;
  thresholds(steps: Builder<ThresholdsConfig>): T;
  targets(queries: Builder<Dataquery>[]): T;
};

export function describe<T extends Common<T>>(panel: T, facts: Facts, base: Colour = "green"): T {
  return panel
    .title(facts.title)
    .description(facts.description)
    .unit(facts.unit)
    .span(facts.width ?? 8)
    .height(facts.height ?? 8)
    .thresholds(thresholds(facts.limits ?? [], base))
    .targets(facts.queries);
}

function thresholds(limits: [number, Colour][], base: Colour): ThresholdsConfigBuilder {
  const steps = limits.map(([value, color]) => ({ value, color }));
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([{ value: null, color: base }, ...steps]);
}

/** Curves over time; limits are drawn as lines. */
export function series(facts: Facts): timeseries.PanelBuilder {
  const panel = describe(new timeseries.PanelBuilder(), facts)
    .datasource(PROMETHEUS)
    .min(0)
    .lineWidth(1)
    .fillOpacity(8)
    .showPoints(VisibilityMode.Never)
    .legend(
      new VizLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending));
  if (!facts.limits) return panel;
  return panel.thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed));
}

/** Counts in each five minutes, as bars: an earthquake every few minutes is no curve. */
export function bars(facts: Facts): timeseries.PanelBuilder {
  return series(facts)
    .interval("5m")
    .drawStyle(GraphDrawStyle.Bars)
    .fillOpacity(60)
    .stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group("A"));
}

/** One number, coloured by its limits. */
export function number(facts: Facts): stat.PanelBuilder {
  return describe(new stat.PanelBuilder(), { width: 4, height: 4, ...facts })
    .datasource(PROMETHEUS)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(["lastNotNull"]))
    .colorMode(BigValueColorMode.Background)
    .graphMode(BigValueGraphMode.None)
    .noValue("no data");
}

/** How a time is spread, and how that changes: each column is a moment, each row a bucket, colour is how many. */
export function heat(facts: Omit<Facts, "unit" | "limits"> & { unit?: string }): heatmap.PanelBuilder {
  return describe(new heatmap.PanelBuilder(), { unit: "s", ...facts })
    .datasource(PROMETHEUS)
    .interval("1m")
    .calculate(false)
    .rowsFrame(new heatmap.RowsHeatmapOptionsBuilder().layout(HeatmapCellLayout.Auto))
    .yAxis(new heatmap.YAxisConfigBuilder().unit(facts.unit ?? "s"))
    .cellValues(new heatmap.CellValuesBuilder().decimals(0))
    .cellGap(1)
    .filterValues(new heatmap.FilterValueRangeBuilder().le(1e-9))
    .color(new heatmap.HeatmapColorOptionsBuilder().mode(heatmap.HeatmapColorMode.Scheme).scheme("Oranges").steps(64))
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.ContinuousYlRd))
    .showLegend()
    .tooltip(new heatmap.HeatmapTooltipBuilder().mode(TooltipDisplayMode.Single).yHistogram(true));
}

/** Log lines to read. */
export function readable(facts: Omit<Facts, "unit" | "limits">): logs.PanelBuilder {
  return describe(new logs.PanelBuilder(), { unit: "none", width: 24, ...facts })
    .datasource(LOKI)
    .showTime(true)
    .wrapLogMessage(true)
    .enableLogDetails(true)
    .sortOrder(LogsSortOrder.Descending)
    .dedupStrategy(LogsDedupStrategy.None);
}

/** Rows; `steps` make them from what the queries answer. A column `trace` leads to that report's lines. */
export function rows(
  facts: Omit<Facts, "unit"> & { unit?: string; steps: DataTransformerConfig[] },
): table.PanelBuilder {
  return describe(new table.PanelBuilder(), { unit: "none", width: 24, ...facts })
    .datasource(LOKI)
    .transformations(facts.steps)
    .overrideByName("trace", [
      { id: "links", value: [{ title: "Its way through the services", url: traceLink("${__value.raw}") }] },
    ])
    .showHeader(true)
    .filterable(true);
}
