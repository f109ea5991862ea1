# Who may reach it is decided where all of it is seen, in the root's access.tf; here is whom it may reach.
resource "aws_security_group" "this" {
  name        = local.full_name
  description = "The host ${local.full_name}"
  vpc_id      = var.network.vpc_id
  tags        = { Name = local.full_name }
}

locals {
  egress = {
    "packages, images and AWS"        = { cidr = "0.0.0.0/0", from = 443, to = 443 }
    "whatever is in the same network" = { cidr = var.network.cidr, from = 0, to = 65535 }
  }
}

resource "aws_vpc_security_group_egress_rule" "this" {
  for_each = local.egress

  description       = each.key
  security_group_id = aws_security_group.this.id
  cidr_ipv4         = each.value.cidr
  ip_protocol       = "tcp"
  from_port         = each.value.from
  to_port           = each.value.to
}
