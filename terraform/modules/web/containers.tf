# What is in a task: the frontend, and a collector that tells CloudWatch how many streams it has.

locals {
  # Far from home the image is replicated, so no region depends on another to start a task.
  image = replace(var.image, "/^([0-9]+\\.dkr\\.ecr)\\.[a-z0-9-]+\\./", "$1.${var.region}.")

  environment = merge(
    {
      QUAKEWIRE_LISTEN      = "0.0.0.0:${local.port}"
      QUAKEWIRE_LOG_FORMAT  = "json"
      QUAKEWIRE_ENVIRONMENT = var.environment
      QUAKEWIRE_TABLE       = var.table.name
      QUAKEWIRE_REGION      = var.region
      QUAKEWIRE_CHANGES     = var.kafka == null ? "table" : "auto"
      # The balancer, and CloudFront before it where that is the way in: each adds whom it speaks for.
      QUAKEWIRE_PROXIES = var.internal ? "2" : "1"
    },
    var.kafka == null ? {} : { QUAKEWIRE_KAFKA = var.kafka.bootstrap },
    # An empty one would be refused.
    try(var.kafka.settings, "") == "" ? {} : { QUAKEWIRE_KAFKA_SETTINGS = var.kafka.settings },
    var.loki_url == null ? {} : { QUAKEWIRE_LOKI_URL = var.loki_url },
    var.public_url == null ? {} : { QUAKEWIRE_PUBLIC_URL = var.public_url },
    var.settings,
  )

  # ECS reads them as it starts a task; neither the task's definition nor Terraform's state has more than the ARN.
  secrets = var.webhooks_secret_arn == null ? {} : { QUAKEWIRE_WEBHOOKS_RULES = var.webhooks_secret_arn }

  # As in compose/services.yaml: nothing on disk, no capabilities, the image's user said once more.
  bounds = {
    user                   = "10001:10001"
    readonlyRootFilesystem = true
    privileged             = false
    linuxParameters        = { capabilities = { drop = ["ALL"] }, initProcessEnabled = false }
    # They finish what is in hand within 10 s and then flush their logs for 2.
    stopTimeout    = 20
    mountPoints    = []
    portMappings   = []
    systemControls = []
    volumesFrom    = []
  }

  # Standard error. Where there is a Loki it has the same lines, so this one may lose some and must not hold anybody up.
  logging = { for container in ["frontend", "collector"] : container => {
    logDriver = "awslogs"
    options = {
      awslogs-group         = aws_cloudwatch_log_group.this.name
      awslogs-region        = var.region
      awslogs-stream-prefix = container
      mode                  = "non-blocking"
      max-buffer-size       = "4m"
    }
  } }

  frontend = merge(local.bounds, {
    name             = "frontend"
    image            = local.image
    essential        = true
    environment      = [for name, value in local.environment : { name = name, value = value }]
    secrets          = [for name, arn in local.secrets : { name = name, valueFrom = arn }]
    portMappings     = [{ containerPort = local.port, hostPort = local.port, protocol = "tcp" }]
    logConfiguration = local.logging["frontend"]
    # Each stream is a file.
    ulimits = [{ name = "nofile", softLimit = 65536, hardLimit = 65536 }]
    # As in compose/Dockerfile, which ECS does not look at.
    healthCheck = { command = ["CMD", "quakewire-frontend", "--healthcheck"], interval = 5, timeout = 3, retries = 3, startPeriod = 20 }
  })

  # docs/telemetry.md: streams open now.
  gauge     = "quakewire_frontend_streams"
  namespace = "${var.name}/frontend"
  labels    = { ClusterName = aws_ecs_cluster.this.name, ServiceName = "frontend" }

  collecting = {
    receivers = { prometheus = { config = { scrape_configs = [{
      job_name        = "frontend"
      scrape_interval = "30s"
      static_configs  = [{ targets = ["127.0.0.1:${local.port}"], labels = local.labels }]
      # What a metric costs is its name: everything else is Prometheus' business.
      metric_relabel_configs = [{ source_labels = ["__name__"], regex = local.gauge, action = "keep" }]
    }] } } }
    processors = {
      memory_limiter = { check_interval = "5s", limit_mib = 128 }
      # The receiver adds metrics about itself.
      filter = { metrics = { include = { match_type = "strict", metric_names = [local.gauge] } } }
    }
    exporters = { awsemf = {
      region                  = var.region
      namespace               = local.namespace
      log_group_name          = aws_cloudwatch_log_group.streams.name
      dimension_rollup_option = "NoDimensionRollup"
      # One metric for all tasks, whose average is what one task carries.
      metric_declarations = [{ dimensions = [keys(local.labels)], metric_name_selectors = ["^${local.gauge}"] }]
    } }
    service = {
      pipelines = { metrics = { receivers = ["prometheus"], processors = ["memory_limiter", "filter"], exporters = ["awsemf"] } }
      telemetry = { logs = { level = "warn" }, metrics = { level = "none" } }
    }
  }

  collector = merge(local.bounds, {
    name  = "collector"
    image = var.collector_image
    # Without it the page is served all the same, and processor and memory still say when more tasks are needed.
    essential        = false
    restartPolicy    = { enabled = true, restartAttemptPeriod = 60 }
    environment      = [{ name = "AOT_CONFIG_CONTENT", value = yamlencode(local.collecting) }]
    logConfiguration = local.logging["collector"]
    memory           = 192
  })
}

resource "aws_ecs_task_definition" "this" {
  region                   = var.region
  family                   = local.full_name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.tasks.cpu
  memory                   = var.tasks.memory
  execution_role_arn       = aws_iam_role.start.arn
  task_role_arn            = aws_iam_role.task.arn
  container_definitions    = jsonencode([local.frontend, local.collector])

  runtime_platform {
    cpu_architecture        = "ARM64"
    operating_system_family = "LINUX"
  }
}
