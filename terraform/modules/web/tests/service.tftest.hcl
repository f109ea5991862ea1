mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name   = "quakewire"
  region = "eu-central-1"
  network = {
    vpc_id             = "vpc-1"
    cidr               = "10.64.0.0/16"
    private_subnet_ids = ["subnet-private-a", "subnet-private-b"]
    public_subnet_ids  = ["subnet-public-a", "subnet-public-b"]
    namespace          = { id = "ns-1", arn = "arn:ns", zone_id = "Z1", domain = "quakewire.internal" }
  }
  image             = "000000000000.dkr.ecr.eu-west-1.amazonaws.com/quakewire/frontend@sha256:0000000000000000000000000000000000000000000000000000000000000000"
  repository_arn    = "arn:aws:ecr:eu-west-1:000000000000:repository/quakewire/frontend"
  environment       = "production"
  table             = { name = "quakewire", arn = "arn:aws:dynamodb:eu-central-1:000000000000:table/quakewire", region = "eu-central-1" }
  certificate_arn   = "arn:aws:acm:eu-central-1:000000000000:certificate/1"
  web_acl_arn       = "arn:aws:wafv2:eu-central-1:000000000000:regional/webacl/site/1"
  allowed_addresses = ["0.0.0.0/0"]
  tasks             = { min = 2, max = 6, cpu = 512, memory = 1024 }

  deletion_protection = true
}

run "a_task_is_bounded_as_in_compose" {
  command = plan

  assert {
    condition     = alltrue([for container in jsondecode(aws_ecs_task_definition.this.container_definitions) : container.readonlyRootFilesystem && container.user == "10001:10001" && container.linuxParameters.capabilities.drop == ["ALL"] && !container.privileged])
    error_message = "A container may write to its root, or is more than a user."
  }
  assert {
    condition     = jsondecode(aws_ecs_task_definition.this.container_definitions)[0].healthCheck.command == ["CMD", "quakewire-frontend", "--healthcheck"] && jsondecode(aws_ecs_task_definition.this.container_definitions)[0].stopTimeout == 20
    error_message = "It is asked otherwise than in compose, or killed before it has finished."
  }
  assert {
    condition     = jsondecode(aws_ecs_task_definition.this.container_definitions)[0].ulimits[0] == { name = "nofile", softLimit = 65536, hardLimit = 65536 }
    error_message = "It cannot hold its streams."
  }
  assert {
    condition     = aws_ecs_task_definition.this.runtime_platform[0].cpu_architecture == "ARM64"
    error_message = "It runs on another processor than it was built for."
  }
  assert {
    condition     = !aws_ecs_service.this.network_configuration[0].assign_public_ip && !aws_ecs_service.this.enable_execute_command
    error_message = "It can be reached, or entered, from outside."
  }
}

run "it_reads_its_own_region_from_kafka_where_there_is_one" {
  command = plan

  variables {
    kafka      = { bootstrap = "kafka.quakewire.internal:9094", settings = "" }
    loki_url   = "http://loki:3100"
    public_url = "https://quakes.example.org"
    settings   = { QUAKEWIRE_MEASURE_PAGES = "true" }
  }

  assert {
    condition     = { for setting in jsondecode(aws_ecs_task_definition.this.container_definitions)[0].environment : setting.name => setting.value }["QUAKEWIRE_CHANGES"] == "auto" && { for setting in jsondecode(aws_ecs_task_definition.this.container_definitions)[0].environment : setting.name => setting.value }["QUAKEWIRE_KAFKA"] == "kafka.quakewire.internal:9094" && { for setting in jsondecode(aws_ecs_task_definition.this.container_definitions)[0].environment : setting.name => setting.value }["QUAKEWIRE_REGION"] == "eu-central-1"
    error_message = "It does not follow Kafka."
  }
  assert {
    condition     = !contains(keys({ for setting in jsondecode(aws_ecs_task_definition.this.container_definitions)[0].environment : setting.name => setting.value }), "QUAKEWIRE_KAFKA_SETTINGS")
    error_message = "An empty setting would be refused."
  }
  assert {
    condition     = { for setting in jsondecode(aws_ecs_task_definition.this.container_definitions)[0].environment : setting.name => setting.value }["QUAKEWIRE_LOKI_URL"] == "http://loki:3100" && { for setting in jsondecode(aws_ecs_task_definition.this.container_definitions)[0].environment : setting.name => setting.value }["QUAKEWIRE_PUBLIC_URL"] == "https://quakes.example.org" && { for setting in jsondecode(aws_ecs_task_definition.this.container_definitions)[0].environment : setting.name => setting.value }["QUAKEWIRE_MEASURE_PAGES"] == "true"
    error_message = "A setting was lost."
  }
  assert {
    condition     = { for setting in jsondecode(aws_ecs_task_definition.this.container_definitions)[0].environment : setting.name => setting.value }["QUAKEWIRE_PROXIES"] == (var.internal ? "2" : "1")
    error_message = "Readers would be taken for the balancer, or believed what they write."
  }
}

run "elsewhere_it_follows_the_table_and_is_silent_about_what_is_not_there" {
  command = plan

  assert {
    condition     = { for setting in jsondecode(aws_ecs_task_definition.this.container_definitions)[0].environment : setting.name => setting.value }["QUAKEWIRE_CHANGES"] == "table" && length(setintersection(keys({ for setting in jsondecode(aws_ecs_task_definition.this.container_definitions)[0].environment : setting.name => setting.value }), ["QUAKEWIRE_KAFKA", "QUAKEWIRE_LOKI_URL", "QUAKEWIRE_PUBLIC_URL"])) == 0
    error_message = "It looks for what is not there."
  }
  assert {
    condition     = !anytrue([for name in keys({ for setting in jsondecode(aws_ecs_task_definition.this.container_definitions)[0].environment : setting.name => setting.value }) : startswith(name, "AWS_")])
    error_message = "It has keys."
  }
}

run "the_image_is_taken_from_the_regions_own_copy" {
  command = apply

  assert {
    condition     = startswith(jsondecode(aws_ecs_task_definition.this.container_definitions)[0].image, "000000000000.dkr.ecr.eu-central-1.amazonaws.com/quakewire/frontend@sha256:")
    error_message = "A region depends on another to start a task."
  }
  assert {
    condition     = contains(flatten([for statement in data.aws_iam_policy_document.start.statement : tolist(statement.resources)]), "arn:aws:ecr:eu-central-1:000000000000:repository/quakewire/frontend")
    error_message = "It may not pull its own copy."
  }
}

run "a_public_image_is_taken_as_it_is_named" {
  command = apply

  variables {
    image          = "ghcr.io/quakewire/frontend@sha256:0000000000000000000000000000000000000000000000000000000000000000"
    repository_arn = null
  }

  assert {
    condition     = startswith(jsondecode(aws_ecs_task_definition.this.container_definitions)[0].image, "ghcr.io/quakewire/frontend@")
    error_message = "Its name was changed."
  }
  assert {
    condition     = length(data.aws_iam_policy_document.start.statement) == 1
    error_message = "It may pull what it does not."
  }
}

run "its_role_reads_the_table_and_nothing_else" {
  command = apply

  assert {
    condition     = toset(flatten([for statement in data.aws_iam_policy_document.task.statement : tolist(statement.actions)])) == toset(["dynamodb:GetItem", "dynamodb:Query", "logs:CreateLogStream", "logs:PutLogEvents"])
    error_message = "It may do what the code does not ask for, or may not what it does."
  }
  assert {
    condition     = toset(concat(tolist(data.aws_iam_policy_document.task.statement[0].resources), tolist(data.aws_iam_policy_document.task.statement[1].resources))) == toset([var.table.arn, "${var.table.arn}/index/by-change", "${var.table.arn}/index/by-origin"])
    error_message = "It may read another table."
  }
  assert {
    condition     = alltrue(flatten([for document in [data.aws_iam_policy_document.task, data.aws_iam_policy_document.start, data.aws_iam_policy_document.shift] : [for statement in document.statement : [for action in statement.actions : !strcontains(action, "*")]]]))
    error_message = "A role may do anything that begins so."
  }
}

run "streams_are_counted_by_their_gauge_and_scaled_by" {
  command = plan

  assert {
    condition     = strcontains(jsondecode(aws_ecs_task_definition.this.container_definitions)[1].environment[0].value, "quakewire_frontend_streams") && !jsondecode(aws_ecs_task_definition.this.container_definitions)[1].essential
    error_message = "The collector reads another metric, or takes the page with it when it dies."
  }
  assert {
    condition     = aws_appautoscaling_policy.streams.target_tracking_scaling_policy_configuration[0].customized_metric_specification[0].metric_name == "quakewire_frontend_streams" && aws_appautoscaling_policy.streams.target_tracking_scaling_policy_configuration[0].target_value == 5000
    error_message = "Streams do not bring more tasks."
  }
  assert {
    condition     = yamldecode(jsondecode(aws_ecs_task_definition.this.container_definitions)[1].environment[0].value).exporters.awsemf.namespace == aws_appautoscaling_policy.streams.target_tracking_scaling_policy_configuration[0].customized_metric_specification[0].namespace
    error_message = "It is counted in one place and looked for in another."
  }
  assert {
    condition     = toset(yamldecode(jsondecode(aws_ecs_task_definition.this.container_definitions)[1].environment[0].value).exporters.awsemf.metric_declarations[0].dimensions[0]) == toset([for dimension in aws_appautoscaling_policy.streams.target_tracking_scaling_policy_configuration[0].customized_metric_specification[0].dimensions : dimension.name])
    error_message = "It is counted by other dimensions than it is looked for."
  }
  assert {
    condition     = aws_appautoscaling_target.this.min_capacity == 2 && aws_appautoscaling_target.this.max_capacity == 6 && length(aws_appautoscaling_policy.load) == 2
    error_message = "Load does not bring more tasks."
  }
}

run "a_canary_gets_some_readers_and_is_taken_back_when_it_errs" {
  command = plan

  assert {
    condition     = aws_ecs_service.this.deployment_configuration[0].strategy == "CANARY" && aws_ecs_service.this.deployment_configuration[0].canary_configuration[0].canary_percent == 10
    error_message = "There is no canary."
  }
  assert {
    condition     = aws_ecs_service.this.alarms[0].rollback && aws_ecs_service.this.alarms[0].enable && aws_ecs_service.this.alarms[0].alarm_names == toset(["quakewire-frontend-blue-errors", "quakewire-frontend-green-errors", "quakewire-frontend-balancer-errors"])
    error_message = "Errors do not take it back."
  }
  assert {
    condition     = aws_ecs_service.this.deployment_circuit_breaker[0].rollback
    error_message = "Tasks that do not come up do not take it back."
  }
  assert {
    condition     = length(one(aws_ecs_service.this.load_balancer).advanced_configuration) == 1
    error_message = "Nobody shifts readers."
  }
  assert {
    condition     = aws_lb_listener_rule.site.action[0].forward[0].stickiness[0].enabled
    error_message = "A page would be put together of two versions."
  }
  assert {
    condition     = aws_ecs_service.this.timeouts.update == "40m"
    error_message = "Terraform would give up before the deployment is over."
  }
}

run "linear_goes_by_steps" {
  command = plan

  variables {
    deployment = { strategy = "LINEAR", percent = 25, bake_minutes = 4 }
  }

  assert {
    condition     = aws_ecs_service.this.deployment_configuration[0].linear_configuration[0].step_percent == 25 && length(aws_ecs_service.this.deployment_configuration[0].canary_configuration) == 0
    error_message = "There are no steps."
  }
  assert {
    condition     = aws_ecs_service.this.timeouts.update == "50m"
    error_message = "Terraform would give up before the deployment is over."
  }
}

run "rolling_stays_behind_one_group" {
  command = plan

  variables {
    deployment = { strategy = "ROLLING", percent = 10, bake_minutes = 5 }
  }

  assert {
    condition     = aws_ecs_service.this.deployment_configuration[0].strategy == "ROLLING" && length(one(aws_ecs_service.this.load_balancer).advanced_configuration) == 0
    error_message = "Readers would be shifted."
  }
}

run "every_log_group_forgets" {
  command = plan

  variables {
    log_retention_days = 7
  }

  assert {
    condition     = aws_cloudwatch_log_group.this.retention_in_days == 7 && aws_cloudwatch_log_group.streams.retention_in_days == 1
    error_message = "Logs are kept for ever."
  }
}

run "others_know_it_by_a_name_that_is_known_beforehand" {
  command = plan

  assert {
    condition     = output.target == "frontend.quakewire.internal:8080"
    error_message = "Prometheus would look elsewhere."
  }
  assert {
    condition     = aws_ecs_service.this.propagate_tags == "SERVICE" && aws_ecs_service.this.enable_ecs_managed_tags
    error_message = "Tasks have no tags."
  }
}
