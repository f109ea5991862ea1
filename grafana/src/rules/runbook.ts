// Where the runbook speaks of an alert.

/** Headings of Markdown become anchors in lower case. */
export function runbook(alert: string): string {
  return `docs/runbook.md#${alert.toLowerCase()}`;
}
