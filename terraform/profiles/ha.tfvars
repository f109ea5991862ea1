# Nothing in it is there once: a zone, a host, a broker or a task may fail, and readers do not notice. But for Grafana and
# Loki, which are one host: without it the system runs unwatched, and no line is lost that fits the services' queues.
region = "eu-central-1"
owner  = "quakewire"

zones               = 3
nat                 = "per-zone"
interface_endpoints = true

kafka         = "brokers"
broker        = { type = "t4g.large", data_gib = 50 }
producers     = 2
consumers     = 3
observability = { type = "t4g.large", data_gib = 100, store = "s3" }

# A copy of every event in another country.
replica_regions = ["eu-west-1"]

web        = { min = 3, max = 12, cpu = 1024, memory = 2048, streams_per_task = 10000 }
deployment = { percent = 20, bake_minutes = 5 }

budget = 1000
