# Three roles: one starts a task, one is the frontend's own, and in one ECS moves readers from version to version. The
# region is in their names, because roles are in none.

data "aws_iam_policy_document" "assume" {
  for_each = toset(["ecs-tasks", "ecs"])

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["${each.key}.amazonaws.com"]
    }
    # ECS acts for this account, and for no other that knows the role's name. AWS says so for tasks; of the role that shifts
    # readers it does not say whom ECS names, and a condition that is never met would stop every deployment.
    dynamic "condition" {
      for_each = each.key != "ecs-tasks" ? {} : {
        "aws:SourceAccount" = { test = "StringEquals", value = local.account }
        "aws:SourceArn"     = { test = "ArnLike", value = "arn:${local.partition}:ecs:${var.region}:${local.account}:*" }
      }

      content {
        test     = condition.value.test
        variable = condition.key
        values   = [condition.value.value]
      }
    }
  }
}

# ---------------------------------------------------------------------------------------------------------------------
# Starting a task
# ---------------------------------------------------------------------------------------------------------------------

resource "aws_iam_role" "start" {
  name               = "${local.full_name}-start-${var.region}"
  description        = "Starts tasks of ${local.full_name}: pulls images, opens log streams, hands over secrets"
  assume_role_policy = data.aws_iam_policy_document.assume["ecs-tasks"].json
}

data "aws_iam_policy_document" "start" {
  statement {
    sid       = "Log"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.this.arn}:*"]
  }

  dynamic "statement" {
    for_each = var.repository_arn == null ? [] : [var.repository_arn]

    content {
      sid     = "Pull"
      actions = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
      # This region's copy of it.
      resources = [join(":", [for place, part in split(":", statement.value) : place == 3 ? var.region : part])]
    }
  }

  dynamic "statement" {
    for_each = var.repository_arn == null ? [] : [true]

    content {
      sid     = "LogIn"
      actions = ["ecr:GetAuthorizationToken"]
      # AWS knows no resource for it: the token says who asks, not what for.
      resources = ["*"]
    }
  }

  # To decrypt it needs no right where the key is AWS's own.
  dynamic "statement" {
    for_each = local.secrets

    content {
      sid       = "ReadRulesOfWebhooks"
      actions   = ["secretsmanager:GetSecretValue"]
      resources = [statement.value]
    }
  }
}

resource "aws_iam_role_policy" "start" {
  name   = "start"
  role   = aws_iam_role.start.name
  policy = data.aws_iam_policy_document.start.json
}

# ---------------------------------------------------------------------------------------------------------------------
# The frontend's own
# ---------------------------------------------------------------------------------------------------------------------

resource "aws_iam_role" "task" {
  name               = "${local.full_name}-${var.region}"
  description        = "What ${local.full_name} itself may do: read the table of its region"
  assume_role_policy = data.aws_iam_policy_document.assume["ecs-tasks"].json
}

# What crates/store/src/read.rs asks for, and nothing else: the frontend never writes.
data "aws_iam_policy_document" "task" {
  statement {
    sid       = "ReadEvents"
    actions   = ["dynamodb:GetItem", "dynamodb:Query"]
    resources = [var.table.arn]
  }

  statement {
    sid       = "ReadIndexes"
    actions   = ["dynamodb:Query"]
    resources = ["${var.table.arn}/index/by-change", "${var.table.arn}/index/by-origin"]
  }

  # The collector beside it.
  statement {
    sid       = "TellStreams"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.streams.arn}:*"]
  }
}

resource "aws_iam_role_policy" "task" {
  name   = "frontend"
  role   = aws_iam_role.task.name
  policy = data.aws_iam_policy_document.task.json
}

# ---------------------------------------------------------------------------------------------------------------------
# From version to version
# ---------------------------------------------------------------------------------------------------------------------

resource "aws_iam_role" "shift" {
  name               = "${local.full_name}-shift-${var.region}"
  description        = "In which ECS moves readers of ${local.full_name} to a new version, and back"
  assume_role_policy = data.aws_iam_policy_document.assume["ecs"].json
}

# AWS's own policy for this (AmazonECSInfrastructureRolePolicyForLoadBalancers), for these groups and rules only.
data "aws_iam_policy_document" "shift" {
  statement {
    sid = "Look"
    actions = [
      "elasticloadbalancing:DescribeListeners",
      "elasticloadbalancing:DescribeRules",
      "elasticloadbalancing:DescribeTargetGroups",
      "elasticloadbalancing:DescribeTargetHealth",
    ]
    # AWS knows no resources for these.
    resources = ["*"]
  }

  statement {
    sid       = "Register"
    actions   = ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"]
    resources = concat([for group in aws_lb_target_group.site : group.arn], [for group in aws_lb_target_group.grpc : group.arn])
  }

  statement {
    sid       = "Shift"
    actions   = ["elasticloadbalancing:ModifyRule"]
    resources = concat([aws_lb_listener_rule.site.arn], aws_lb_listener_rule.grpc[*].arn)
  }

  statement {
    sid       = "ShiftListener"
    actions   = ["elasticloadbalancing:ModifyListener"]
    resources = [aws_lb_listener.site.arn]
  }
}

resource "aws_iam_role_policy" "shift" {
  name   = "shift"
  role   = aws_iam_role.shift.name
  policy = data.aws_iam_policy_document.shift.json
}
