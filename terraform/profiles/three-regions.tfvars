# ha, with frontends on three continents, each reading its own replica of the table; readers are sent to the nearest.
# Needs a domain.
region          = "eu-central-1"
further_regions = ["us-west-2", "ap-northeast-1"]
owner           = "quakewire"

zones               = 3
nat                 = "per-zone"
interface_endpoints = true

kafka         = "brokers"
broker        = { type = "t4g.large", data_gib = 50 }
producers     = 2
consumers     = 3
observability = { type = "t4g.large", data_gib = 100, store = "s3" }

web        = { min = 3, max = 12, cpu = 1024, memory = 2048, streams_per_task = 10000 }
deployment = { strategy = "LINEAR", percent = 20, bake_minutes = 5 }

budget = 1800
