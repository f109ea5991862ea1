# One name for all tasks: an address for each that is healthy.
resource "aws_service_discovery_service" "this" {
  name        = var.service
  description = "Tasks of ${local.full_name}"
  # Tasks that are on their way out would keep it.
  force_destroy = true

  dns_config {
    namespace_id   = var.network.namespace.id
    routing_policy = "MULTIVALUE"

    dns_records {
      type = "A"
      ttl  = 10
    }
  }

  # ECS says which tasks are healthy, by their health checks.
  health_check_custom_config {
    failure_threshold = 1
  }
}

resource "aws_security_group" "this" {
  name        = local.full_name
  description = "Tasks of ${local.full_name}. Who may reach them is said where all modules meet."
  vpc_id      = var.network.vpc_id
  tags        = { Name = local.full_name }
}

resource "aws_vpc_security_group_egress_rule" "https" {
  security_group_id = aws_security_group.this.id
  description       = "AWS, the registry, and EMSC for the producer"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_egress_rule" "inside" {
  security_group_id = aws_security_group.this.id
  description       = "Kafka and Loki; they say themselves whom they let in"
  cidr_ipv4         = var.network.cidr
  ip_protocol       = "tcp"
  from_port         = 1024
  to_port           = 65535
}
