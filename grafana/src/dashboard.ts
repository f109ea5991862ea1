// What all dashboards share: rows of panels, links to the others, and numbers by which alerts find their panel.

import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import {
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  RowBuilder,
  type VariableModel,
} from "@grafana/grafana-foundation-sdk/dashboard";
import type { AnyPanel } from "./panels";
import { DASHBOARDS, type DashboardName, TAG } from "./places";

export type Row = { title: string; panels: AnyPanel[] };

export type Plan = {
  description: string;
  from: string;
  refresh: string;
  variables?: Builder<VariableModel>[];
  rows: Row[];
};

export function dashboard(name: DashboardName, plan: Plan): Dashboard {
  const { uid, title } = DASHBOARDS[name];
  const builder = new DashboardBuilder(`Quakewire ${title}`)
    .uid(uid)
    .description(plan.description)
    .tags([TAG])
    .timezone("utc")
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from: plan.from, to: "now" })
    .refresh(plan.refresh)
    .readonly()
    .annotations([])
    .variables(plan.variables ?? [])
    .link(
      new DashboardLinkBuilder("Quakewire")
        .type(DashboardLinkType.Dashboards)
        .tags([TAG])
        .tooltip("The other dashboards, for the same time")
        .keepTime(true),
    );
  for (const row of plan.rows) {
    builder.withRow(new RowBuilder(row.title));
    for (const panel of row.panels) builder.withPanel(panel);
  }
  return numbered(builder.build());
}

/** Panels by their order, queries by letters. */
function numbered(dashboard: Dashboard): Dashboard {
  for (const [index, panel] of (dashboard.panels ?? []).entries()) {
    panel.id = index + 1;
    const targets = "targets" in panel ? (panel.targets ?? []) : [];
    for (const [place, target] of targets.entries()) Object.assign(target, { refId: String.fromCharCode(65 + place) });
  }
  return dashboard;
}
