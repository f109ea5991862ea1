# Two roles, as Fargate wants it: one starts the task, the other is the service's own.

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
    # ECS acts for this account, and for no other that knows the role's name.
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.self.account_id]
    }
    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${data.aws_partition.this.partition}:ecs:${data.aws_region.here.region}:${data.aws_caller_identity.self.account_id}:*"]
    }
  }
}

resource "aws_iam_role" "start" {
  name               = "${local.full_name}-start"
  description        = "Starts tasks of ${local.full_name}: pulls images, opens log streams"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

data "aws_iam_policy_document" "start" {
  statement {
    sid       = "Log"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.this.arn}:*"]
  }

  dynamic "statement" {
    for_each = length(var.repositories) == 0 ? [] : [var.repositories]

    content {
      sid       = "Pull"
      actions   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
      resources = statement.value
    }
  }

  dynamic "statement" {
    for_each = length(var.repositories) == 0 ? [] : [true]

    content {
      sid     = "LogIn"
      actions = ["ecr:GetAuthorizationToken"]
      # AWS knows no resource for it: the token says who asks, not what for.
      resources = ["*"]
    }
  }
}

resource "aws_iam_role_policy" "start" {
  name   = "start"
  role   = aws_iam_role.start.name
  policy = data.aws_iam_policy_document.start.json
}

resource "aws_iam_role" "task" {
  name               = local.full_name
  description        = "What ${local.full_name} itself may do"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

# IAM takes no empty policy, and whether there is one cannot depend on a text that is known only when it is applied: so who
# may do nothing is told so.
data "aws_iam_policy_document" "nothing" {
  statement {
    sid       = "Nothing"
    effect    = "Deny"
    actions   = ["*"]
    resources = ["*"]
  }
}

resource "aws_iam_role_policy" "task" {
  name   = var.service
  role   = aws_iam_role.task.name
  policy = coalesce(var.policy_json, data.aws_iam_policy_document.nothing.json)
}
