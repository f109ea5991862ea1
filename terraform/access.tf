# Who may talk to whom. This is all of it, but for readers and the load balancer, which are in modules/web, and brokers
# among themselves, in modules/pipeline. Everything is in the home region and private.

locals {
  home     = module.web[var.region].security_group_ids
  pipeline = module.pipeline.security_group_ids
  logs     = module.observability.security_group_id

  # On a host Kafka, producer and consumer are one, and find each other without asking.
  apart = var.kafka != "host"

  access = merge(
    {
      "frontend to Kafka"       = { from = local.home.tasks, to = local.pipeline.kafka, port = local.kafka_port }
      "frontend to Loki"        = { from = local.home.tasks, to = local.logs, port = 3100 }
      "producer to Loki"        = { from = local.pipeline.producer, to = local.logs, port = 3100 }
      "Prometheus to producer"  = { from = local.logs, to = local.pipeline.producer, port = 9101 }
      "Prometheus to consumer"  = { from = local.logs, to = local.pipeline.consumer, port = 9102 }
      "Prometheus to frontends" = { from = local.logs, to = local.home.tasks, port = 8080 }
    },
    local.apart ? {
      "producer to Kafka" = { from = local.pipeline.producer, to = local.pipeline.kafka, port = local.kafka_port }
      "consumer to Kafka" = { from = local.pipeline.consumer, to = local.pipeline.kafka, port = local.kafka_port }
      "consumer to Loki"  = { from = local.pipeline.consumer, to = local.logs, port = 3100 }
    } : {},
    # The brokers' Alloy sends Kafka's own logs.
    var.kafka == "brokers" ? {
      "brokers to Loki" = { from = local.pipeline.kafka, to = local.logs, port = 3100 }
    } : {},
    local.grafana_host == null ? {} : {
      "balancer to Grafana" = { from = local.home.balancer, to = local.logs, port = module.observability.grafana_port }
    },
  )
}

resource "aws_vpc_security_group_ingress_rule" "access" {
  for_each = local.access

  description                  = each.key
  security_group_id            = each.value.to
  referenced_security_group_id = each.value.from
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
}
