# What was asked for and how it went: no addresses of readers and no queries, which may hold a reader's view, as the
# balancer of compose/ does. CloudFront's logs are in us-east-1, as all of CloudFront is.

locals {
  region = "us-east-1"
  told = [
    "date", "time", "x-edge-location", "cs-method", "cs-uri-stem", "sc-status", "sc-bytes",
    "time-taken", "time-to-first-byte", "x-edge-result-type", "x-edge-detailed-result-type",
  ]
}

data "aws_caller_identity" "self" {}
data "aws_partition" "this" {}

resource "aws_cloudwatch_log_group" "access" {
  #checkov:skip=CKV_AWS_158:CloudWatch encrypts with a key of its own; one of ours costs a dollar a month and would protect against nobody else
  #checkov:skip=CKV_AWS_338:how long is the operator's to say; nobody asks for last year's requests
  region            = local.region
  name              = "/aws/vendedlogs/${local.full_name}"
  retention_in_days = var.log_retention_days
}

data "aws_iam_policy_document" "logs" {
  statement {
    sid       = "CloudFrontWrites"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.access.arn}:*"]

    principals {
      type        = "Service"
      identifiers = ["delivery.logs.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.self.account_id]
    }
    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${data.aws_partition.this.partition}:logs:${local.region}:${data.aws_caller_identity.self.account_id}:*"]
    }
  }
}

resource "aws_cloudwatch_log_resource_policy" "logs" {
  region          = local.region
  policy_name     = local.full_name
  policy_document = data.aws_iam_policy_document.logs.json
}

resource "aws_cloudwatch_log_delivery_source" "access" {
  region       = local.region
  name         = local.full_name
  log_type     = "ACCESS_LOGS"
  resource_arn = aws_cloudfront_distribution.this.arn
}

resource "aws_cloudwatch_log_delivery_destination" "access" {
  region        = local.region
  name          = local.full_name
  output_format = "json"

  delivery_destination_configuration {
    destination_resource_arn = aws_cloudwatch_log_group.access.arn
  }
}

resource "aws_cloudwatch_log_delivery" "access" {
  region                   = local.region
  delivery_source_name     = aws_cloudwatch_log_delivery_source.access.name
  delivery_destination_arn = aws_cloudwatch_log_delivery_destination.access.arn
  record_fields            = local.told

  depends_on = [aws_cloudwatch_log_resource_policy.logs]
}
