# The same with Amazon's Kafka, and with what is off unless somebody wants it: gRPC, webhooks.
images = {
  producer = "registry.example.org/quakewire/producer@sha256:1111111111111111111111111111111111111111111111111111111111111111"
  consumer = "registry.example.org/quakewire/consumer@sha256:2222222222222222222222222222222222222222222222222222222222222222"
  frontend = "registry.example.org/quakewire/frontend@sha256:3333333333333333333333333333333333333333333333333333333333333333"
  setup    = "registry.example.org/quakewire/setup@sha256:4444444444444444444444444444444444444444444444444444444444444444"
}
domain              = "quakes.example.org"
alert_email         = "operator@example.org"
grafana_addresses   = ["203.0.113.0/24"]
kafka               = "msk"
broker              = { type = "kafka.m7g.large", data_gib = 50 }
grpc                = true
webhooks_secret_arn = "arn:aws:secretsmanager:eu-central-1:000000000000:secret:quakewire/webhooks-a1B2c3"
