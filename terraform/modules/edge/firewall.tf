# The firewall: rules that AWS keeps up to date, and a bound on what one address may ask for.

locals {
  # The groups, in the order in which they are asked; some of their rules only count.
  managed = [
    # Addresses that are known for attacks.
    { name = "AWSManagedRulesAmazonIpReputationList", counted = [], spared = [] },
    # What attacks on any site look like. Scripts may read the stream and the API, with or without saying what they are.
    # Grafana's queries are long and look like nothing good; it has its own addresses and its own password.
    { name = "AWSManagedRulesCommonRuleSet", counted = ["NoUserAgent_HEADER"], spared = var.further_names },
    # Requests that only make sense as attacks, Log4j's among them.
    { name = "AWSManagedRulesKnownBadInputsRuleSet", counted = [], spared = [] },
  ]

  # Seconds in which an address's requests are counted. Who is silent for as long is surely let in again.
  window = 300

  # Regular expressions rather than strings: those would have to be written in base 64 here.
  plain = [{ Priority = 0, Type = "NONE" }]

  groups = [for place, group in local.managed : {
    Name           = group.name
    Priority       = place
    OverrideAction = { None = {} }
    Statement = { ManagedRuleGroupStatement = merge(
      {
        VendorName = "AWS"
        Name       = group.name
      },
      # AWS refuses an empty list of these.
      length(group.counted) == 0 ? {} : {
        RuleActionOverrides = [for rule in group.counted : { Name = rule, ActionToUse = { Count = {} } }]
      },
      length(group.spared) == 0 ? {} : { ScopeDownStatement = { NotStatement = { Statement = { RegexMatchStatement = {
        RegexString         = "^(${join("|", [for name in group.spared : replace(name, ".", "\\.")])})(:[0-9]+)?$"
        FieldToMatch        = { SingleHeader = { Name = "host" } }
        TextTransformations = [{ Priority = 0, Type = "LOWERCASE" }]
      } } } } },
    ) }
    VisibilityConfig = { CloudWatchMetricsEnabled = true, SampledRequestsEnabled = true, MetricName = group.name }
  }]

  # Readers behind one address (a school, a mobile network) come back to the stream all at once after a deployment. That
  # must neither be counted nor be refused to those who asked for too much otherwise; how many streams there may be is the
  # frontend's to say.
  rate = {
    Name     = "requests-per-address"
    Priority = length(local.managed)
    Action = { Block = { CustomResponse = {
      ResponseCode    = 429
      ResponseHeaders = [{ Name = "Retry-After", Value = tostring(local.window) }]
    } } }
    Statement = { RateBasedStatement = {
      Limit               = var.rate_limit
      EvaluationWindowSec = local.window
      AggregateKeyType    = "IP"
      ScopeDownStatement = { NotStatement = { Statement = { RegexMatchStatement = {
        RegexString         = "^/events$"
        FieldToMatch        = { UriPath = {} }
        TextTransformations = local.plain
      } } } }
    } }
    VisibilityConfig = { CloudWatchMetricsEnabled = true, SampledRequestsEnabled = true, MetricName = "requests-per-address" }
  }
}

resource "aws_wafv2_web_acl" "this" {
  #checkov:skip=CKV_AWS_175:the rules are in rule_json, into which the check does not look
  #checkov:skip=CKV_AWS_192:the rules against Log4j are in rule_json, into which the check does not look; a test does
  region      = var.region
  name        = local.full_name
  description = "What may reach the site of ${var.name}"
  scope       = var.scope

  default_action {
    allow {}
  }

  # As JSON, so that tests can read the rules; nested blocks in a set they could not. The price: Terraform does not see
  # what somebody changed by hand.
  rule_json = jsonencode(concat(local.groups, [local.rate]))

  visibility_config {
    cloudwatch_metrics_enabled = true
    sampled_requests_enabled   = true
    metric_name                = local.full_name
  }
}

# The name has to begin so, or WAF does not write there.
resource "aws_cloudwatch_log_group" "firewall" {
  #checkov:skip=CKV_AWS_158:CloudWatch encrypts with a key of its own; one of ours costs a dollar a month and would protect against nobody else
  #checkov:skip=CKV_AWS_338:they hold addresses of people, which nobody needs for a year
  region            = var.region
  name              = "aws-waf-logs-${local.full_name}"
  retention_in_days = var.log_retention_days
}

data "aws_iam_policy_document" "logs" {
  statement {
    sid       = "FirewallWrites"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.firewall.arn}:*"]

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
      values   = ["arn:${data.aws_partition.this.partition}:logs:${var.region}:${data.aws_caller_identity.self.account_id}:*"]
    }
  }
}

resource "aws_cloudwatch_log_resource_policy" "logs" {
  region          = var.region
  policy_name     = "${local.full_name}-firewall"
  policy_document = data.aws_iam_policy_document.logs.json
}

# Only what was turned away, or would have been: who reads the page is nobody's business.
resource "aws_wafv2_web_acl_logging_configuration" "this" {
  region                  = var.region
  resource_arn            = aws_wafv2_web_acl.this.arn
  log_destination_configs = [aws_cloudwatch_log_group.firewall.arn]

  logging_filter {
    default_behavior = "DROP"

    filter {
      behavior    = "KEEP"
      requirement = "MEETS_ANY"

      dynamic "condition" {
        for_each = toset(["BLOCK", "COUNT", "EXCLUDED_AS_COUNT"])

        content {
          action_condition {
            action = condition.key
          }
        }
      }
    }
  }

  redacted_fields {
    single_header {
      name = "cookie"
    }
  }
  redacted_fields {
    single_header {
      name = "authorization"
    }
  }

  depends_on = [aws_cloudwatch_log_resource_policy.logs]
}
