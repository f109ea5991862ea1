# The original design: one host with Kafka, producer and consumer, a small one that watches, two frontends. What it does
# when something dies is in README.md, "What it survives".
region = "eu-central-1"
owner  = "quakewire"

zones = 2
nat   = "one"

kafka         = "host"
pipeline_host = { type = "t4g.medium", data_gib = 30 }
observability = { type = "t4g.medium", data_gib = 30, store = "disk" }

web        = { min = 2, max = 6, cpu = 512, memory = 1024, streams_per_task = 5000 }
deployment = { percent = 10, bake_minutes = 5 }

budget = 200
