# How many tasks there are, and what makes ECS take a new version back.

resource "aws_appautoscaling_target" "this" {
  region             = var.region
  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = "service/${aws_ecs_cluster.this.name}/${aws_ecs_service.this.name}"
  min_capacity       = var.tasks.min
  max_capacity       = var.tasks.max
}

# Each wants as many tasks as it needs; the largest number counts. Requests are none of them: a stream is one of those,
# whether it is open for a second or a day.
resource "aws_appautoscaling_policy" "load" {
  for_each = {
    cpu    = { metric = "ECSServiceAverageCPUUtilization", percent = 60 }
    memory = { metric = "ECSServiceAverageMemoryUtilization", percent = 70 }
  }

  region             = var.region
  name               = "${local.full_name}-${each.key}"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.this.service_namespace
  scalable_dimension = aws_appautoscaling_target.this.scalable_dimension
  resource_id        = aws_appautoscaling_target.this.resource_id

  target_tracking_scaling_policy_configuration {
    target_value       = each.value.percent
    scale_out_cooldown = 60
    # Fewer tasks mean that readers are moved: not before it is sure.
    scale_in_cooldown = 600

    predefined_metric_specification {
      predefined_metric_type = each.value.metric
    }
  }
}

resource "aws_appautoscaling_policy" "streams" {
  region             = var.region
  name               = "${local.full_name}-streams"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.this.service_namespace
  scalable_dimension = aws_appautoscaling_target.this.scalable_dimension
  resource_id        = aws_appautoscaling_target.this.resource_id

  target_tracking_scaling_policy_configuration {
    target_value       = var.streams_per_task
    scale_out_cooldown = 60
    scale_in_cooldown  = 600

    customized_metric_specification {
      namespace   = local.namespace
      metric_name = local.gauge
      statistic   = "Average"

      dynamic "dimensions" {
        for_each = local.labels

        content {
          name  = dimensions.key
          value = dimensions.value
        }
      }
    }
  }
}

# ---------------------------------------------------------------------------------------------------------------------
# Readers who get errors
# ---------------------------------------------------------------------------------------------------------------------

# One for each group, so that a canary's errors are not lost among the good answers of the old version. ECS looks at them
# while it deploys; nobody is woken by them, Grafana's alerts do that. There is none for the groups of gRPC: its errors come
# with a 200 of HTTP, and AWS counts no others.
resource "aws_cloudwatch_metric_alarm" "errors" {
  for_each = aws_lb_target_group.site

  region              = var.region
  alarm_name          = "${local.full_name}-${each.key}-errors"
  alarm_description   = "More than 5 % of the answers of group ${each.key} are errors of the server. A deployment is rolled back."
  comparison_operator = "GreaterThanThreshold"
  threshold           = 5
  evaluation_periods  = 3
  datapoints_to_alarm = 2
  treat_missing_data  = "notBreaching"

  metric_query {
    id          = "share"
    label       = "Errors of all answers, in percent"
    return_data = true
    # One error among three requests at night is no reason.
    expression = "IF(FILL(errors, 0) >= 5, 100 * FILL(errors, 0) / FILL(requests, 1), 0)"
  }

  dynamic "metric_query" {
    for_each = { errors = "HTTPCode_Target_5XX_Count", requests = "RequestCount" }

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/ApplicationELB"
        metric_name = metric_query.value
        stat        = "Sum"
        period      = 60
        dimensions  = { LoadBalancer = aws_lb.this.arn_suffix, TargetGroup = each.value.arn_suffix }
      }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "balancer_errors" {
  region              = var.region
  alarm_name          = "${local.full_name}-balancer-errors"
  alarm_description   = "The load balancer itself answers with errors: no task took the request. A deployment is rolled back."
  namespace           = "AWS/ApplicationELB"
  metric_name         = "HTTPCode_ELB_5XX_Count"
  dimensions          = { LoadBalancer = aws_lb.this.arn_suffix }
  statistic           = "Sum"
  period              = 60
  comparison_operator = "GreaterThanThreshold"
  threshold           = 20
  evaluation_periods  = 3
  datapoints_to_alarm = 2
  treat_missing_data  = "notBreaching"
}
