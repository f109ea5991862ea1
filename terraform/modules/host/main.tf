data "aws_region" "here" {}
data "aws_caller_identity" "self" {}
data "aws_partition" "this" {}

data "aws_subnet" "this" {
  id = var.network.private_subnet_ids[var.subnet_index]
}

# Amazon Linux 2023 as it is today. `insecure_value` only means that plans show it: it is no secret.
data "aws_ssm_parameter" "ami" {
  name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"
}

locals {
  full_name = "${var.name}-${var.purpose}"
}

# An address of its own, which the host after this one has as well: Kafka tells it to its clients.
resource "aws_network_interface" "this" {
  description     = local.full_name
  subnet_id       = var.network.private_subnet_ids[var.subnet_index]
  security_groups = concat([aws_security_group.this.id], var.further_security_group_ids)
  tags            = { Name = local.full_name }
}

resource "aws_instance" "this" {
  #checkov:skip=CKV_AWS_126:by the minute costs extra and would be looked at by nobody; recovery goes by status checks, which come every minute anyway
  ami                  = data.aws_ssm_parameter.ami.insecure_value
  instance_type        = var.instance_type
  iam_instance_profile = aws_iam_instance_profile.this.name
  ebs_optimized        = true

  # It only knows its disk. What runs here is deployed (deployment.tf), so a change of this is rare, and worth a new host.
  user_data                   = templatefile("${path.module}/boot.sh.tftpl", { serial = replace(aws_ebs_volume.data.id, "-", "") })
  user_data_replace_on_change = true

  primary_network_interface {
    network_interface_id = aws_network_interface.this.id
  }

  # Version 2 only. Containers are one hop further away: they reach the role only where it allows more than to run.
  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = length(var.policy_documents) > 0 ? 2 : 1
  }

  # The system and images; nothing of worth.
  root_block_device {
    volume_type = "gp3"
    volume_size = 20
    encrypted   = true
    tags        = { Name = "${local.full_name}-system" }
  }

  tags = { Name = local.full_name }

  lifecycle {
    # A newer AMI is no reason to replace a host that runs. `terraform apply -replace` is how it gets one.
    ignore_changes = [ami]
  }

  # Who boots without its rights cannot be deployed to.
  depends_on = [aws_iam_role_policy.own, aws_iam_role_policy_attachment.sessions, aws_vpc_security_group_egress_rule.this]
}

# A host that AWS's hardware lets down is started elsewhere, with the same disk and address.
resource "aws_cloudwatch_metric_alarm" "recover" {
  alarm_name          = "${local.full_name}-recover"
  alarm_description   = "The machine under ${local.full_name} is broken; EC2 starts it on another."
  namespace           = "AWS/EC2"
  metric_name         = "StatusCheckFailed_System"
  dimensions          = { InstanceId = aws_instance.this.id }
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  period              = 60
  evaluation_periods  = 2
  alarm_actions       = ["arn:${data.aws_partition.this.partition}:automate:${data.aws_region.here.region}:ec2:recover"]
}

# By this name others find it, whichever machine it is at the moment.
resource "aws_service_discovery_service" "this" {
  name        = var.purpose
  description = "The host ${local.full_name}"

  dns_config {
    namespace_id   = var.network.namespace.id
    routing_policy = "MULTIVALUE"

    dns_records {
      type = "A"
      ttl  = 60
    }
  }
}

resource "aws_service_discovery_instance" "this" {
  service_id  = aws_service_discovery_service.this.id
  instance_id = var.purpose
  attributes  = { AWS_INSTANCE_IPV4 = aws_network_interface.this.private_ip }
}
