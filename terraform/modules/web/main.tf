# The frontend: what runs, how many of it, and how a new version takes the old one's place. containers.tf has what is in a
# task, balancer.tf, routes.tf and grpc.tf the way to it, scaling.tf how many there are.

data "aws_caller_identity" "self" {}
data "aws_partition" "this" {}

locals {
  full_name = "${var.name}-frontend"
  port      = 8080

  partition = data.aws_partition.this.partition
  account   = data.aws_caller_identity.self.account_id

  # Traffic is shifted between two target groups, or tasks are replaced behind one.
  shifted = var.deployment.strategy != "ROLLING"

  # How long a deployment may take: tasks come and go within half an hour, and then there is the waiting that was asked for.
  waits = {
    CANARY     = 2
    LINEAR     = ceil(100 / var.deployment.percent) + 1
    BLUE_GREEN = 1
    ROLLING    = 0
  }
  minutes = 30 + ceil(local.waits[var.deployment.strategy] * var.deployment.bake_minutes)
}

resource "aws_ecs_cluster" "this" {
  region = var.region
  name   = var.name

  setting {
    name  = "containerInsights"
    value = "enabled"
  }
}

resource "aws_ecs_service" "this" {
  region          = var.region
  name            = "frontend"
  cluster         = aws_ecs_cluster.this.arn
  task_definition = aws_ecs_task_definition.this.arn
  desired_count   = var.tasks.min
  launch_type     = "FARGATE"

  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200
  availability_zone_rebalancing      = "ENABLED"
  # A frontend is ready when it has read its window and the topic's end.
  health_check_grace_period_seconds = 120

  deployment_configuration {
    strategy             = var.deployment.strategy
    bake_time_in_minutes = local.shifted ? var.deployment.bake_minutes : null

    dynamic "canary_configuration" {
      for_each = var.deployment.strategy == "CANARY" ? [var.deployment] : []

      content {
        canary_percent              = canary_configuration.value.percent
        canary_bake_time_in_minutes = canary_configuration.value.bake_minutes
      }
    }

    dynamic "linear_configuration" {
      for_each = var.deployment.strategy == "LINEAR" ? [var.deployment] : []

      content {
        step_percent              = linear_configuration.value.percent
        step_bake_time_in_minutes = linear_configuration.value.bake_minutes
      }
    }
  }

  # Two ways back to the version before: tasks that do not come up, and readers who get errors.
  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  alarms {
    enable      = true
    rollback    = true
    alarm_names = concat([for alarm in aws_cloudwatch_metric_alarm.errors : alarm.alarm_name], [aws_cloudwatch_metric_alarm.balancer_errors.alarm_name])
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.site["blue"].arn
    container_name   = "frontend"
    container_port   = local.port

    dynamic "advanced_configuration" {
      for_each = local.shifted ? [true] : []

      content {
        alternate_target_group_arn = aws_lb_target_group.site["green"].arn
        production_listener_rule   = aws_lb_listener_rule.site.arn
        role_arn                   = aws_iam_role.shift.arn
      }
    }
  }

  dynamic "load_balancer" {
    for_each = var.grpc ? [true] : []

    content {
      target_group_arn = aws_lb_target_group.grpc["blue"].arn
      container_name   = "frontend"
      container_port   = local.port

      dynamic "advanced_configuration" {
        for_each = local.shifted ? [true] : []

        content {
          alternate_target_group_arn = aws_lb_target_group.grpc["green"].arn
          production_listener_rule   = aws_lb_listener_rule.grpc[0].arn
          role_arn                   = aws_iam_role.shift.arn
        }
      }
    }
  }

  network_configuration {
    subnets          = var.network.private_subnet_ids
    security_groups  = [aws_security_group.tasks.id]
    assign_public_ip = false
  }

  # For Prometheus, which asks each task by itself.
  service_registries {
    registry_arn = aws_service_discovery_service.this.arn
  }

  # A shell in a task would need what these tasks have not: a root that can be written to.
  enable_execute_command  = false
  enable_ecs_managed_tags = true
  propagate_tags          = "SERVICE"

  wait_for_steady_state = var.wait
  # Ctrl-C while it waits takes the new version back.
  sigint_rollback = var.wait ? true : null

  timeouts {
    create = "${local.minutes}m"
    update = "${local.minutes}m"
    delete = "30m"
  }

  # Whoever scales it decides from then on.
  lifecycle {
    ignore_changes = [desired_count]
  }

  # A task that starts without its roles' rights fails; traffic is shifted back before the right to do so is gone.
  depends_on = [aws_iam_role_policy.start, aws_iam_role_policy.task, aws_iam_role_policy.shift, aws_lb_listener_rule.site, aws_lb_listener_rule.grpc]
}

# One name for all tasks: an address for each that is healthy.
resource "aws_service_discovery_service" "this" {
  region      = var.region
  name        = "frontend"
  description = "Tasks of ${local.full_name}"
  # Tasks that are on their way out would keep it.
  force_destroy = true

  dns_config {
    namespace_id   = var.network.namespace.id
    routing_policy = "MULTIVALUE"

    dns_records {
      type = "A"
      ttl  = 10
    }
  }

  # ECS says which tasks are healthy, by their health checks.
  health_check_custom_config {
    failure_threshold = 1
  }
}
