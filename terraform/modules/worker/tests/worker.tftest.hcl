mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
  mock_data "aws_region" {
    defaults = { region = "eu-central-1" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "000000000000" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::000000000000:role/example" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-central-1:000000000000:log-group:example" }
  }
  mock_resource "aws_ecs_task_definition" {
    defaults = { arn = "arn:aws:ecs:eu-central-1:000000000000:task-definition/example:1" }
  }
  mock_resource "aws_service_discovery_service" {
    defaults = { arn = "arn:aws:servicediscovery:eu-central-1:000000000000:service/srv-example" }
  }
}

variables {
  name        = "quakewire"
  service     = "consumer"
  cluster_arn = "arn:aws:ecs:eu-central-1:000000000000:cluster/quakewire"
  image       = "registry.example/quakewire/consumer@sha256:0000000000000000000000000000000000000000000000000000000000000000"
  environment = { QUAKEWIRE_KAFKA = "10.0.1.7:9094" }
  port        = 9102
  network = {
    vpc_id             = "vpc-1"
    cidr               = "10.64.0.0/16"
    private_subnet_ids = ["subnet-1", "subnet-2"]
    public_subnet_ids  = ["subnet-8", "subnet-9"]
    namespace = {
      id      = "ns-1"
      arn     = "arn:aws:servicediscovery:eu-central-1:000000000000:namespace/ns-1"
      zone_id = "Z1"
      domain  = "quakewire.internal"
    }
  }
}

run "a_task_is_bounded_as_in_compose" {
  assert {
    condition     = length(jsondecode(aws_ecs_task_definition.this.container_definitions)) == 1
    error_message = "Without a setup there is one container."
  }
  assert {
    condition = alltrue([for container in jsondecode(aws_ecs_task_definition.this.container_definitions) :
      container.readonlyRootFilesystem && !container.privileged && container.user == "10001:10001"
    && container.linuxParameters.capabilities.drop == ["ALL"] && container.stopTimeout == 20])
    error_message = "Its root is read-only, it is nobody, has no capabilities, and time to finish."
  }
  assert {
    condition     = jsondecode(aws_ecs_task_definition.this.container_definitions)[0].healthCheck.command == ["CMD", "quakewire-consumer", "--healthcheck"]
    error_message = "It is asked for its health as in the Dockerfile."
  }
  assert {
    condition     = jsondecode(aws_ecs_task_definition.this.container_definitions)[0].logConfiguration.options.mode == "non-blocking"
    error_message = "A log that cannot be written must not hold it up."
  }
  assert {
    condition     = aws_ecs_task_definition.this.runtime_platform[0].cpu_architecture == "ARM64"
    error_message = "It runs on Graviton."
  }
}

run "its_settings_are_those_given_and_where_it_listens" {
  assert {
    condition = { for setting in jsondecode(aws_ecs_task_definition.this.container_definitions)[0].environment : setting.name => setting.value } == {
      QUAKEWIRE_KAFKA           = "10.0.1.7:9094"
      QUAKEWIRE_CONSUMER_STATUS = "0.0.0.0:9102"
    }
    error_message = "Its environment is what it was given and the port others know."
  }
  assert {
    condition     = output.target == "consumer.quakewire.internal:9102"
    error_message = "Prometheus finds it by its name in the network."
  }
}

run "it_is_private_and_replaced_without_a_gap" {
  assert {
    condition     = !aws_ecs_service.this.network_configuration[0].assign_public_ip && toset(aws_ecs_service.this.network_configuration[0].subnets) == toset(["subnet-1", "subnet-2"])
    error_message = "Tasks are in private subnets, without public addresses."
  }
  assert {
    condition     = aws_ecs_service.this.deployment_minimum_healthy_percent == 100 && aws_ecs_service.this.deployment_circuit_breaker[0].enable && aws_ecs_service.this.deployment_circuit_breaker[0].rollback
    error_message = "What does not come up is rolled back, and the old ones stay until then."
  }
  assert {
    condition     = aws_ecs_service.this.availability_zone_rebalancing == "ENABLED" && !aws_ecs_service.this.enable_execute_command && aws_ecs_service.this.propagate_tags == "SERVICE"
    error_message = "Tasks are spread over zones, have no shell and bear the tags."
  }
  assert {
    condition     = aws_vpc_security_group_egress_rule.https.from_port == 443 && aws_vpc_security_group_egress_rule.https.to_port == 443 && aws_vpc_security_group_egress_rule.inside.cidr_ipv4 == "10.64.0.0/16"
    error_message = "Only 443 leaves the network."
  }
  assert {
    condition     = aws_cloudwatch_log_group.this.retention_in_days == 30
    error_message = "Its log does not grow for ever."
  }
}

run "a_setup_is_run_before_until_it_succeeds" {
  variables {
    setup = {
      image       = "registry.example/quakewire/setup@sha256:0000000000000000000000000000000000000000000000000000000000000000"
      command     = ["quakewire-topics"]
      environment = { QUAKEWIRE_PARTITIONS = "6" }
    }
  }
  assert {
    condition     = jsondecode(aws_ecs_task_definition.this.container_definitions)[0].dependsOn == [{ condition = "SUCCESS", containerName = "setup" }]
    error_message = "The service waits for its setup."
  }
  assert {
    condition = alltrue([for container in slice(jsondecode(aws_ecs_task_definition.this.container_definitions), 1, 2) :
      container.name == "setup" && !container.essential && container.command == ["quakewire-topics"] && container.readonlyRootFilesystem
    && startswith(container.entryPoint[2], "tries=")])
    error_message = "The setup is not essential, as bounded as the service, and tried again."
  }
}

run "public_images_need_no_rights" {
  assert {
    condition     = [for statement in data.aws_iam_policy_document.start.statement : statement.sid] == ["Log"]
    error_message = "Without repositories it may only log."
  }
}

run "images_of_this_account_are_pulled_from_their_repositories_only" {
  variables {
    repositories = ["arn:aws:ecr:eu-central-1:000000000000:repository/quakewire/consumer"]
  }
  assert {
    condition     = toset(data.aws_iam_policy_document.start.statement[1].resources) == toset(["arn:aws:ecr:eu-central-1:000000000000:repository/quakewire/consumer"])
    error_message = "It may pull from the repositories given, and no others."
  }
}

run "a_service_without_a_policy_may_do_nothing" {
  assert {
    condition     = data.aws_iam_policy_document.nothing.statement[0].effect == "Deny" && aws_iam_role_policy.task.policy == data.aws_iam_policy_document.nothing.json
    error_message = "Who was given nothing is told so."
  }
}

run "a_service_has_the_policy_it_was_given" {
  variables {
    policy_json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
  }
  assert {
    condition     = aws_iam_role_policy.task.policy == "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
    error_message = "Its role has that policy."
  }
}

run "the_frontend_is_no_worker" {
  command = plan
  variables {
    service = "frontend"
  }
  expect_failures = [var.service]
}

run "a_long_name_is_refused" {
  command = plan
  variables {
    name = "a-name-that-is-far-too-long"
  }
  expect_failures = [var.name]
}

run "an_image_by_its_tag_is_refused" {
  command = plan
  variables {
    image = "registry.example/quakewire/consumer:latest"
  }
  expect_failures = [var.image]
}

run "a_setup_by_its_tag_and_without_a_command_is_refused" {
  command = plan
  variables {
    setup = { image = "registry.example/quakewire/setup:latest", command = [] }
  }
  expect_failures = [var.setup]
}

run "keys_are_refused" {
  command = plan
  variables {
    environment = { AWS_ACCESS_KEY_ID = "example" }
  }
  expect_failures = [var.environment]
}

run "a_port_of_roots_is_refused" {
  command = plan
  variables {
    port = 80
  }
  expect_failures = [var.port]
}

run "half_a_task_is_refused" {
  command = plan
  variables {
    tasks = 1.5
  }
  expect_failures = [var.tasks]
}

run "a_size_between_fargates_is_refused" {
  command = plan
  variables {
    cpu = 300
    # Fits it, so that only the processor is wrong.
    memory = 1024
  }
  expect_failures = [var.cpu]
}

run "memory_that_does_not_fit_the_processor_is_refused" {
  command = plan
  variables {
    memory = 4096
  }
  expect_failures = [var.memory]
}

run "a_log_without_end_is_refused" {
  command = plan
  variables {
    log_retention_days = 0
  }
  expect_failures = [var.log_retention_days]
}

run "killing_before_it_has_finished_is_refused" {
  command = plan
  variables {
    kill_after = 10
  }
  expect_failures = [var.kill_after]
}
