// What Grafana reads when it starts: data sources, where the dashboards are, and who is told of alerts.
//
// Grafana puts environment variables in for `$NAME` in these files; a dollar sign that is meant is written twice.

import { FOLDER, LOKI, PROMETHEUS, TAG, traceLink } from "./places";

/** A link's value, for Grafana to put in later. */
const VALUE = "$${__value.raw}";

const toItsTrace = { url: traceLink(VALUE), urlDisplayLabel: "Its way through the services" };

export const dataSources = {
  apiVersion: 1,
  prune: true,
  datasources: [
    {
      ...PROMETHEUS,
      name: "Prometheus",
      access: "proxy",
      url: "http://prometheus:9090",
      isDefault: true,
      editable: false,
      // Prometheus has the same alerts; listed once is enough.
      jsonData: { httpMethod: "POST", timeInterval: "15s", manageAlerts: false },
    },
    {
      ...LOKI,
      name: "Loki",
      access: "proxy",
      url: "http://loki:3100",
      editable: false,
      jsonData: {
        maxLines: 1000,
        derivedFields: [
          // In a line that is shown as it is, and in one whose fields a query has taken out. Of two with the same name
          // Grafana would take the first for both.
          { name: "trace", matcherType: "regex", matcherRegex: '"trace_id":"([0-9a-f]{32})"', ...toItsTrace },
          { name: "its trace", matcherType: "label", matcherRegex: "^trace_id$$", ...toItsTrace },
        ],
      },
    },
  ],
};

export const dashboardProvider = {
  apiVersion: 1,
  providers: [
    {
      name: TAG,
      folder: FOLDER.title,
      folderUid: FOLDER.uid,
      type: "file",
      disableDeletion: true,
      allowUiUpdates: false,
      options: { path: "/etc/grafana/dashboards" },
    },
  ],
};

const RECEIVER = "operators";

/**
 * Two addresses, each from the environment. With both unset Grafana starts all the same and alerts are shown, and sent
 * nowhere: what makes that so is that neither setting is empty when its variable is. Grafana refuses to start on an
 * empty one, and takes a semicolon for a list of no addresses.
 */
export const contactPoints = {
  apiVersion: 1,
  contactPoints: [
    {
      orgId: 1,
      name: RECEIVER,
      receivers: [
        {
          uid: "quakewire-email",
          type: "email",
          settings: {
            addresses: ";$QUAKEWIRE_ALERT_EMAIL",
            singleEmail: true,
            subject: '{{ template "quakewire.subject" . }}',
            message: '{{ template "quakewire.message" . }}',
          },
        },
        {
          uid: "quakewire-webhook",
          type: "webhook",
          settings: {
            url: "https://$QUAKEWIRE_ALERT_WEBHOOK",
            httpMethod: "POST",
            title: '{{ template "quakewire.subject" . }}',
            message: '{{ template "quakewire.message" . }}',
          },
        },
      ],
    },
  ],
  templates: [{ orgId: 1, name: "quakewire", template: messages() }],
};

export const policies = {
  apiVersion: 1,
  policies: [
    {
      orgId: 1,
      receiver: RECEIVER,
      group_by: ["alertname"],
      group_wait: "30s",
      group_interval: "5m",
      repeat_interval: "12h",
      routes: [
        {
          receiver: RECEIVER,
          object_matchers: [["severity", "=", "critical"]],
          group_wait: "10s",
          repeat_interval: "2h",
        },
      ],
    },
  ],
};

/** What a message says: what is wrong, how it can be seen, and where it is written what to do. */
function messages(): string {
  return `{{ define "quakewire.subject" -}}
[{{ .Status }}] {{ .CommonLabels.alertname }}{{ with .CommonLabels.severity }} ({{ . }}){{ end }}
{{- end }}

{{ define "quakewire.message" -}}
{{ range .Alerts -}}
{{ .Status }}: {{ .Annotations.summary }}
{{ .Annotations.description }}
What to do: {{ .Annotations.runbook }}
{{ with .PanelURL }}See: {{ . }}{{ end }}
{{ end -}}
{{ end }}
`;
}
