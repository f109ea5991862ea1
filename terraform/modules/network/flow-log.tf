# Who talked to whom, and who was refused: what one looks at after a break-in, and when nothing connects.

resource "aws_flow_log" "this" {
  region               = var.region
  vpc_id               = aws_vpc.this.id
  traffic_type         = "ALL"
  log_destination_type = "cloud-watch-logs"
  log_destination      = aws_cloudwatch_log_group.flow_log.arn
  iam_role_arn         = aws_iam_role.flow_log.arn
  # Ten minutes in one line: a tenth of the lines of the alternative, a minute, and of their price.
  max_aggregation_interval = 600

  tags = { Name = var.name }
}

resource "aws_cloudwatch_log_group" "flow_log" {
  #checkov:skip=CKV_AWS_158:CloudWatch encrypts with a key of its own; one of ours is a dollar a month for lines without contents
  #checkov:skip=CKV_AWS_338:how long is the variable log_retention_days; addresses of a year ago explain nothing here
  region            = var.region
  name              = "${var.name}-flow-log"
  retention_in_days = var.log_retention_days
}

data "aws_caller_identity" "current" {}

data "aws_iam_policy_document" "flow_log_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["vpc-flow-logs.amazonaws.com"]
    }
    # Not for somebody else's flow log.
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }
  }
}

data "aws_iam_policy_document" "flow_log" {
  statement {
    actions = [
      "logs:CreateLogStream",
      "logs:DescribeLogStreams",
      "logs:PutLogEvents",
    ]
    resources = ["${aws_cloudwatch_log_group.flow_log.arn}:*"]
  }

  statement {
    actions = ["logs:DescribeLogGroups"]
    # CloudWatch knows no resource for looking which groups there are.
    resources = ["*"]
  }
}

resource "aws_iam_role" "flow_log" {
  # Roles have no region, networks do.
  name               = "${var.name}-flow-log-${var.region}"
  description        = "VPC flow log to CloudWatch"
  assume_role_policy = data.aws_iam_policy_document.flow_log_trust.json
}

resource "aws_iam_role_policy" "flow_log" {
  name   = "write"
  role   = aws_iam_role.flow_log.id
  policy = data.aws_iam_policy_document.flow_log.json
}
