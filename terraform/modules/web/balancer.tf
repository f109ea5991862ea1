# The load balancer, who is let in, and what is kept about who came.

resource "aws_lb" "this" {
  #checkov:skip=CKV2_AWS_20:the listener on port 80 redirects where there is a certificate; without one CloudFront speaks TLS before it
  #checkov:skip=CKV2_AWS_76:the rules against Log4j are in module edge, as JSON, into which the check does not look
  #checkov:skip=CKV2_AWS_28:the firewall is attached below, or stands at CloudFront
  #checkov:skip=CKV_AWS_150:deletion protection is a variable, on by default in the root, so that what is to go can go
  region             = var.region
  name               = local.full_name
  internal           = var.internal
  load_balancer_type = "application"
  security_groups    = [aws_security_group.balancer.id]
  subnets            = var.internal ? var.network.private_subnet_ids : var.network.public_subnet_ids
  # As everything in this network.
  ip_address_type = "ipv4"

  # A quiet stream gives a sign of life every 15 s, and the frontend closes what was idle for 120.
  idle_timeout               = var.idle_timeout
  drop_invalid_header_fields = true
  desync_mitigation_mode     = "defensive"
  enable_deletion_protection = var.deletion_protection

  access_logs {
    enabled = true
    bucket  = aws_s3_bucket.access_logs.bucket
  }

  # It writes a first file to see whether it may.
  depends_on = [aws_s3_bucket_policy.access_logs]
}

resource "aws_wafv2_web_acl_association" "this" {
  count = var.web_acl_arn == null ? 0 : 1

  region       = var.region
  resource_arn = aws_lb.this.arn
  web_acl_arn  = var.web_acl_arn
}

# ---------------------------------------------------------------------------------------------------------------------
# Who is let in
# ---------------------------------------------------------------------------------------------------------------------

locals {
  # Where there is a certificate, port 80 only sends readers on to 443.
  public_ports = var.certificate_arn == null ? [80] : [80, 443]
  # No dots in their keys: checkov does not find its exceptions by such a name.
  public_access = var.internal ? {} : {
    for pair in setproduct(var.allowed_addresses, local.public_ports) : "${pair[1]} from ${replace(pair[0], "/[./]/", "-")}" => { range = pair[0], port = pair[1] }
  }
}

resource "aws_security_group" "balancer" {
  region      = var.region
  name        = "${local.full_name}-balancer"
  description = "The load balancer of ${local.full_name}"
  vpc_id      = var.network.vpc_id
  tags        = { Name = "${local.full_name}-balancer" }
}

resource "aws_vpc_security_group_ingress_rule" "readers" {
  #checkov:skip=CKV_AWS_260:a public site; port 80 redirects to 443
  for_each = local.public_access

  region            = var.region
  security_group_id = aws_security_group.balancer.id
  description       = "Readers"
  cidr_ipv4         = each.value.range
  ip_protocol       = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port
}

data "aws_ec2_managed_prefix_list" "cloudfront" {
  count = var.internal ? 1 : 0

  region = var.region
  name   = "com.amazonaws.global.cloudfront.origin-facing"
}

# AWS counts this rule as 55: there is room for five more, and none beside it.
resource "aws_vpc_security_group_ingress_rule" "cloudfront" {
  count = var.internal ? 1 : 0

  region            = var.region
  security_group_id = aws_security_group.balancer.id
  description       = "CloudFront, by its own list of where it comes from"
  prefix_list_id    = data.aws_ec2_managed_prefix_list.cloudfront[0].id
  ip_protocol       = "tcp"
  from_port         = local.site_port
  to_port           = local.site_port
}

resource "aws_vpc_security_group_egress_rule" "balancer_to_tasks" {
  region                       = var.region
  security_group_id            = aws_security_group.balancer.id
  description                  = "Frontends"
  referenced_security_group_id = aws_security_group.tasks.id
  ip_protocol                  = "tcp"
  from_port                    = local.port
  to_port                      = local.port
}

resource "aws_security_group" "tasks" {
  region      = var.region
  name        = local.full_name
  description = "Tasks of ${local.full_name}. Who else may reach them is said where all modules meet."
  vpc_id      = var.network.vpc_id
  tags        = { Name = local.full_name }
}

resource "aws_vpc_security_group_ingress_rule" "balancer" {
  region                       = var.region
  security_group_id            = aws_security_group.tasks.id
  description                  = "The load balancer"
  referenced_security_group_id = aws_security_group.balancer.id
  ip_protocol                  = "tcp"
  from_port                    = local.port
  to_port                      = local.port
}

resource "aws_vpc_security_group_egress_rule" "https" {
  region            = var.region
  security_group_id = aws_security_group.tasks.id
  description       = "AWS, the registry, and receivers of webhooks"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_egress_rule" "inside" {
  region            = var.region
  security_group_id = aws_security_group.tasks.id
  description       = "Kafka and Loki; they say themselves whom they let in"
  cidr_ipv4         = var.network.cidr
  ip_protocol       = "tcp"
  from_port         = 1024
  to_port           = 65535
}
