# Alerts as mail: Grafana publishes them with the host's role, because a mail server would want a password of its own.
resource "aws_sns_topic" "alerts" {
  #checkov:skip=CKV_AWS_26:CloudWatch cannot publish to a topic under AWS's own key, and a key of ours costs a dollar a month; alerts go on as plain mail anyway
  count = local.mails ? 1 : 0

  name         = "${var.name}-alerts"
  display_name = "Quakewire"
}

resource "aws_sns_topic_subscription" "mail" {
  count = local.mails ? 1 : 0

  topic_arn = aws_sns_topic.alerts[0].arn
  protocol  = "email"
  endpoint  = var.alert_email
}

data "aws_iam_policy_document" "topic" {
  count = local.mails ? 1 : 0

  statement {
    sid       = "AlarmsOfThisAccount"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.alerts[0].arn]

    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.self.account_id]
    }
  }
}

resource "aws_sns_topic_policy" "alerts" {
  count = local.mails ? 1 : 0

  arn    = aws_sns_topic.alerts[0].arn
  policy = data.aws_iam_policy_document.topic[0].json
}

# The host's role.
data "aws_iam_policy_document" "alerts" {
  count = local.mails ? 1 : 0

  statement {
    sid       = "GrafanaAlerts"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.alerts[0].arn]
  }
}

# Who watches cannot tell that it is dead.
resource "aws_cloudwatch_metric_alarm" "dead" {
  count = local.mails ? 1 : 0

  alarm_name          = "${var.name}-${local.purpose}-dead"
  alarm_description   = "The host that watches everything does not answer. Until it does, no other alert comes."
  namespace           = "AWS/EC2"
  metric_name         = "StatusCheckFailed"
  dimensions          = { InstanceId = module.host.instance_id }
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  period              = 60
  evaluation_periods  = 5
  # A host that was stopped reports nothing.
  treat_missing_data = "breaching"
  alarm_actions      = [aws_sns_topic.alerts[0].arn]
  ok_actions         = [aws_sns_topic.alerts[0].arn]

  # Before the policy lets it, it would tell nobody.
  depends_on = [aws_sns_topic_policy.alerts]
}
