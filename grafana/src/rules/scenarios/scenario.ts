// How a scenario is written: series as Prometheus saw them, and what the alerts make of them.

type Labels = Record<string, string>;
export type Scenario = {
  name: string;
  series: Record<string, string>;
  /** When somebody looks, which alert is asked for, and by which labels it speaks; with none it keeps quiet. */
  looks: { at: string; alert: string; speaks: { labels?: Labels; description?: string }[] }[];
};

export const PRODUCER = { job: "producer", instance: "producer:9101" };
export const CONSUMER = { job: "consumer", instance: "consumer:9102" };
export const FRONTEND = { job: "frontend", instance: "frontend-1:8080" };

export const LAST_FRAME = of("quakewire_producer_last_frame_timestamp_seconds", PRODUCER);
export const STARTED = of("process_start_time_seconds", PRODUCER);

/** A process that runs from the test's beginning: longer ago than any window reaches once the test looks. */
export const always = "1x20000";
export const zero = "0x20000";

export function quiet(at: string, alert: string) {
  return { at, alert, speaks: [] };
}

export function speaks(at: string, alert: string, how: { labels?: Labels; description?: string } = {}) {
  return { at, alert, speaks: [how] };
}

export function of(metric: string, labels: Labels): string {
  return `${metric}{${Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .join(", ")}}`;
}

export function up(labels: Labels): string {
  return of("up", labels);
}

export function answers(route: string, kind: string): string {
  return of("quakewire_frontend_responses_total", { ...FRONTEND, route, class: kind });
}
