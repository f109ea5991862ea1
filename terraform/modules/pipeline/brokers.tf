# kind = brokers: three hosts in three zones, each with one broker that is a controller as well, by compose/host/broker.yaml.

locals {
  # Names are put together before there are hosts: each has to know all three.
  brokers = {
    for id in [1, 2, 3] : tostring(id) => {
      purpose      = "broker-${id}"
      name         = "broker-${id}.${var.network.namespace.domain}"
      subnet_index = id - 1
    } if var.kind == "brokers"
  }
  voters = join(",", [for id, broker in local.brokers : "${id}@${broker.name}:9093"])
}

module "broker" {
  source   = "../host"
  for_each = local.brokers

  name                       = var.name
  purpose                    = each.value.purpose
  network                    = var.network
  subnet_index               = each.value.subnet_index
  further_security_group_ids = aws_security_group.kafka[*].id
  instance_type              = var.broker_type
  data_gib                   = var.broker_data_gib

  files          = var.files
  compose_file   = "host/broker.yaml"
  environment    = merge(local.report, { KAFKA_NODE_ID = each.key, KAFKA_VOTERS = local.voters })
  data_folders   = { kafka = 1000 }
  before_restart = templatefile("${path.module}/take-turns.sh.tftpl", { others = [for id, broker in local.brokers : broker.name if id != each.key] })

  log_retention_days = var.log_retention_days
}

# Brokers among themselves. Whoever else may come is in the root's access.tf.
resource "aws_vpc_security_group_ingress_rule" "among_brokers" {
  for_each = { for what, port in { "a controller by the others" = 9093, "a broker by the others" = 9094 } : what => port if var.kind == "brokers" }

  description                  = each.key
  security_group_id            = aws_security_group.kafka[0].id
  referenced_security_group_id = aws_security_group.kafka[0].id
  ip_protocol                  = "tcp"
  from_port                    = each.value
  to_port                      = each.value
}
