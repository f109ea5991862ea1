data "aws_region" "here" {}
data "aws_caller_identity" "self" {}
data "aws_partition" "this" {}

locals {
  full_name = "${var.name}-${var.service}"

  # Others know the port, so it is not left to the image.
  environment = merge(var.environment, { "QUAKEWIRE_${upper(var.service)}_STATUS" = "0.0.0.0:${var.port}" })

  # As in compose/services.yaml: nothing on disk, no capabilities, the image's user said once more.
  bounds = {
    user                   = "10001:10001"
    readonlyRootFilesystem = true
    privileged             = false
    linuxParameters        = { capabilities = { drop = ["ALL"] }, initProcessEnabled = false }
    stopTimeout            = var.kill_after
    mountPoints            = []
    portMappings           = []
    systemControls         = []
    volumesFrom            = []
  }

  # The service logs to Loki itself; this is its standard error, which may lose lines and must not hold up the service.
  logging = {
    logDriver = "awslogs"
    options = {
      awslogs-group         = aws_cloudwatch_log_group.this.name
      awslogs-region        = data.aws_region.here.region
      awslogs-stream-prefix = var.service
      mode                  = "non-blocking"
      max-buffer-size       = "4m"
    }
  }

  main = merge(local.bounds, {
    name             = var.service
    image            = var.image
    essential        = true
    environment      = [for name, value in local.environment : { name = name, value = value }]
    portMappings     = [{ containerPort = var.port, hostPort = var.port, protocol = "tcp" }]
    logConfiguration = local.logging
    # As in compose/Dockerfile, which ECS does not look at.
    healthCheck = { command = ["CMD", "quakewire-${var.service}", "--healthcheck"], interval = 5, timeout = 3, retries = 3, startPeriod = 20 }
    dependsOn   = var.setup == null ? [] : [{ containerName = "setup", condition = "SUCCESS" }]
  })

  # Kafka may need longer to come up than ECS has patience with tasks that fail: after three it gives the deployment up.
  # So what has to be run first is tried again within its task, as compose does by `restart: on-failure`.
  patience = "tries=60; until \"$0\" \"$@\"; do tries=$((tries - 1)); [ \"$tries\" -gt 0 ] || exit 1; sleep 10; done"
  setup = var.setup == null ? [] : [merge(local.bounds, {
    name             = "setup"
    image            = var.setup.image
    essential        = false
    entryPoint       = ["sh", "-c", local.patience]
    command          = var.setup.command
    environment      = [for name, value in var.setup.environment : { name = name, value = value }]
    logConfiguration = local.logging
  })]
}

resource "aws_ecs_task_definition" "this" {
  family                   = local.full_name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.cpu
  memory                   = var.memory
  execution_role_arn       = aws_iam_role.start.arn
  task_role_arn            = aws_iam_role.task.arn
  container_definitions    = jsonencode(concat([local.main], local.setup))

  runtime_platform {
    cpu_architecture        = "ARM64"
    operating_system_family = "LINUX"
  }
}

resource "aws_ecs_service" "this" {
  name            = var.service
  cluster         = var.cluster_arn
  task_definition = aws_ecs_task_definition.this.arn
  desired_count   = var.tasks
  launch_type     = "FARGATE"

  # New ones come before old ones go: two producers at once are one too many and no harm, and consumers share partitions.
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200
  availability_zone_rebalancing      = "ENABLED"
  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  network_configuration {
    subnets          = var.network.private_subnet_ids
    security_groups  = [aws_security_group.this.id]
    assign_public_ip = false
  }

  # For Prometheus only: nobody else asks a worker for anything.
  service_registries {
    registry_arn = aws_service_discovery_service.this.arn
  }

  # A shell in a task would need what these tasks have not: a root that can be written to.
  enable_execute_command  = false
  enable_ecs_managed_tags = true
  propagate_tags          = "SERVICE"

  # A task that starts without its roles' rights fails.
  depends_on = [aws_iam_role_policy.start, aws_iam_role_policy.task]
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_158:CloudWatch encrypts with a key of its own; one of ours costs a dollar a month and would protect against nobody else
  #checkov:skip=CKV_AWS_338:Loki keeps the same lines; these are for when it is away
  name              = "/${var.name}/${var.service}"
  retention_in_days = var.log_retention_days
}
