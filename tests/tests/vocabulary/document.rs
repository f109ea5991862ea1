//! The vocabulary for people.

use std::fmt::Write as _;

use service::{FIELDS, Meter};

use crate::METERS;
use crate::sources::Said;

const HEAD: &str = "\
# What the services tell

Written by `QUAKEWIRE_WRITE=1 cargo test -p e2e --test vocabulary` from the code; a test fails where the two differ.
Names are stable: dashboards, alerts and other people's scripts stand on them.

## Metrics

Each service serves them at `/metrics` in Prometheus' text format: producer and consumer where `--status-listen` says,
the frontend on its own port. Counters whose label values are known begin at 0. Times are in seconds. Beside these
there are the process's own under the names every Prometheus client uses: `process_resident_memory_bytes`,
`process_cpu_seconds_total`, `process_open_fds`, `process_start_time_seconds`, `process_threads` and others.
";

const LOGS: &str = "
## Logs

Lines go to standard error, as text or with `--log-format json` one object a line (the fields of the span under
`span`), and with `--loki-url` to Loki. There
each line is one JSON object: `message`, the fields below, and where in the code it was written (`_target`, `_file`,
`_line`, `_spans`). Its stream has three labels: `service`, `environment` and `level` (`error`, `warn`, `info`, `debug`,
`trace`).

**One earthquake's way.** Every line about one report is written in the span `report`, which has `unid`, `revision`,
`source` and `trace_id`. The producer gives each report a trace of its own (W3C trace context), the Kafka record carries
it in the header `traceparent`, the table keeps it with the revision. So one `trace_id` finds the frame's way through
producer, consumer and every frontend, down to the `cursor` that is the `id` of the SSE message:

```logql
{service=~\"producer|consumer|frontend\"} | json | trace_id = `4bf92f3577b34da6a3ce929d0e0e4736`
```

Reports that were news, a day old at most when they were received, are told at `info`; what fills the past is told at
`debug` and counted all the same.
";

/// The whole document.
pub(crate) fn of(said: &[Said]) -> String {
    let mut text = HEAD.to_owned();
    for (service, meters) in METERS {
        let heading = match service {
            "all" => "every service",
            "store" => "consumer and frontend, of the table",
            service => service,
        };
        let _ =
            write!(text, "\n### {}\n\n| metric | kind | labels | what it says |\n|---|---|---|---|\n", title(heading));
        for meter in meters {
            let help = meter.help.trim();
            let _ = writeln!(text, "| `{}` | {} | {} | {help} |", meter.name, meter.kind.as_str(), labels(meter));
        }
    }
    text += LOGS;
    text += "\n### Fields\n\n| field | what it holds |\n|---|---|\n";
    for (field, help) in FIELDS {
        let _ = writeln!(text, "| `{field}` | {help} |");
    }
    text += "\n### Lines\n\n`{…}` stands for what varies.\n";
    for service in ["producer", "consumer", "frontend", "all"] {
        let heading = if service == "all" { "any of them" } else { service };
        let _ = write!(text, "\n#### {}\n\n| level | message | fields |\n|---|---|---|\n", title(heading));
        for line in said.iter().filter(|line| line.service == service && line.level != "span") {
            let fields: Vec<String> = line.fields.iter().map(|field| format!("`{field}`")).collect();
            let _ = writeln!(text, "| {} | {} | {} |", line.level, line.message, fields.join(" "));
        }
    }
    text
}

fn labels(meter: &Meter) -> String {
    let values = |values: &[&str]| if values.is_empty() { "…".to_owned() } else { values.join(", ") };
    let labels: Vec<String> = meter.labels.iter().map(|(label, all)| format!("`{label}`: {}", values(all))).collect();
    labels.join("; ")
}

fn title(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
