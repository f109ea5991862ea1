# What is kept. It is no part of the instance, so it is there for the next one.
resource "aws_ebs_volume" "data" {
  #checkov:skip=CKV_AWS_189:encrypted with the key that AWS keeps for EBS; one of our own costs a dollar a month and protects from nobody else
  #checkov:skip=CKV2_AWS_9:snapshots are made below, without AWS Backup
  availability_zone = data.aws_subnet.this.availability_zone
  type              = "gp3"
  size              = var.data_gib
  encrypted         = true
  tags              = { Name = "${local.full_name}-data", Backup = local.full_name }

  # Instead of `prevent_destroy`, which would refuse `terraform destroy` altogether: whoever takes the disk away, by whatever
  # mistake, leaves a snapshot behind.
  final_snapshot = true

  lifecycle {
    # A disk cannot move, so Terraform would make a new, empty one, also whenever it cannot say before the apply which
    # zone the subnet is in. This way a host that is told to move fails, loudly, at attaching.
    ignore_changes = [availability_zone]
  }

  # The last snapshot has to be whole before the disk goes; ten minutes, the provider's own, may be too few for a large one.
  timeouts {
    delete = "60m"
  }
}

resource "aws_volume_attachment" "data" {
  device_name = "/dev/sdf"
  volume_id   = aws_ebs_volume.data.id
  instance_id = aws_instance.this.id

  # Everything is written and closed before the disk goes to another host.
  stop_instance_before_detaching = true
}

# ---------------------------------------------------------------------------------------------------------------------
# Snapshots, daily, for a week
# ---------------------------------------------------------------------------------------------------------------------

resource "aws_dlm_lifecycle_policy" "data" {
  # AWS wants no other signs in it than letters, digits, spaces, hyphens and underscores.
  description        = "Daily snapshots of ${local.full_name}"
  execution_role_arn = aws_iam_role.snapshots.arn

  policy_details {
    resource_types = ["VOLUME"]
    target_tags    = { Backup = local.full_name }

    schedule {
      name      = "daily"
      copy_tags = true

      create_rule {
        interval      = 24
        interval_unit = "HOURS"
        times         = ["03:17"]
      }

      retain_rule {
        count = 7
      }
    }
  }
}

data "aws_iam_policy_document" "assume_by_snapshots" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["dlm.amazonaws.com"]
    }
    # For policies of this account, and of no other that knows the role's name.
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.self.account_id]
    }
  }
}

data "aws_iam_policy_document" "snapshots" {
  statement {
    sid     = "Look"
    actions = ["ec2:DescribeInstances", "ec2:DescribeSnapshots", "ec2:DescribeVolumes"]
    # EC2 knows no resources for looking.
    resources = ["*"]
  }

  statement {
    sid       = "Make"
    actions   = ["ec2:CreateSnapshot"]
    resources = [aws_ebs_volume.data.arn, local.snapshots]
  }

  statement {
    sid       = "Name"
    actions   = ["ec2:CreateTags"]
    resources = [local.snapshots]
  }

  statement {
    sid       = "RemoveItsOwn"
    actions   = ["ec2:DeleteSnapshot"]
    resources = [local.snapshots]

    condition {
      test     = "StringEquals"
      variable = "aws:ResourceTag/Backup"
      values   = [local.full_name]
    }
  }
}

locals {
  snapshots = "arn:${data.aws_partition.this.partition}:ec2:${data.aws_region.here.region}::snapshot/*"
}

resource "aws_iam_role" "snapshots" {
  name               = "${local.full_name}-snapshots"
  description        = "Makes and removes snapshots of the disk of ${local.full_name}"
  assume_role_policy = data.aws_iam_policy_document.assume_by_snapshots.json
}

resource "aws_iam_role_policy" "snapshots" {
  name   = "snapshots"
  role   = aws_iam_role.snapshots.name
  policy = data.aws_iam_policy_document.snapshots.json
}
