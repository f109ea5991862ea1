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
  mock_resource "aws_secretsmanager_secret" {
    defaults = { arn = "arn:aws:secretsmanager:eu-central-1:000000000000:secret:quakewire-grafana-password-Example" }
  }
  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:eu-central-1:000000000000:quakewire-alerts" }
  }
  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::quakewire-loki-example", bucket = "quakewire-loki-example" }
  }
}

# The host has tests of its own.
override_module {
  target = module.host
  outputs = {
    address           = "10.64.1.8"
    name              = "observability.quakewire.internal"
    security_group_id = "sg-8"
    role_name         = "quakewire-observability"
    instance_id       = "i-8"
  }
}

variables {
  name  = "quakewire"
  files = { bucket = "quakewire-files", arn = "arn:aws:s3:::quakewire-files", version = "0123" }
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
  targets = {
    producer = "producer.quakewire.internal:9101"
    consumer = "consumer.quakewire.internal:9102"
    frontend = "frontend.quakewire.internal:8080"
  }
}

run "by_a_tunnel_looking_needs_no_password_and_nobody_is_mailed" {
  assert {
    condition     = local.environment["GRAFANA_ANONYMOUS"] == "true" && local.environment["GRAFANA_SECURE_COOKIES"] == "false" && !contains(keys(local.environment), "GRAFANA_URL")
    error_message = "Whoever comes by a tunnel may look."
  }
  assert {
    condition     = length(aws_sns_topic.alerts) == 0 && length(aws_cloudwatch_metric_alarm.dead) == 0 && output.alert_topic_arn == null
    error_message = "Without an address there is no topic and no alarm."
  }
  assert {
    condition     = !strcontains(local.before_start, "alert-topic.yaml")
    error_message = "Grafana must not be told of a topic that is not there."
  }
  assert {
    condition     = length(aws_s3_bucket.lines) == 0 && !contains(keys(local.environment), "LOKI_CONFIG")
    error_message = "Lines are kept on the disk unless something else is said."
  }
}

run "behind_a_load_balancer_looking_needs_the_password" {
  variables {
    grafana_url = "https://grafana.quakes.example.org/"
  }
  assert {
    condition     = local.environment["GRAFANA_ANONYMOUS"] == "false" && local.environment["GRAFANA_SECURE_COOKIES"] == "true" && local.environment["GRAFANA_URL"] == "https://grafana.quakes.example.org/"
    error_message = "Behind a load balancer nobody looks without the password."
  }
}

run "grafanas_password_is_made_on_the_host_and_its_role_may_do_only_that" {
  assert {
    condition     = strcontains(local.before_start, "put-secret-value") && strcontains(local.before_start, aws_secretsmanager_secret.password.arn)
    error_message = "The host makes the password up where there is none."
  }
  assert {
    condition     = tolist(data.aws_iam_policy_document.password.statement[0].resources) == tolist([aws_secretsmanager_secret.password.arn])
    error_message = "It may read and write that secret, and no other."
  }
  assert {
    condition     = !strcontains(jsonencode(local.environment), "PASSWORD")
    error_message = "No password is in what Terraform tells the host."
  }
}

run "no_part_of_the_script_is_taken_for_a_parameter_of_systems_manager" {
  assert {
    condition     = !strcontains(local.before_start, "{{")
    error_message = "Two opening braces begin a parameter there."
  }
}

run "prometheus_is_told_of_every_task_behind_a_name" {
  assert {
    condition = alltrue([for line in [
      "write producer producer.quakewire.internal 9101",
      "write consumer consumer.quakewire.internal 9102",
      "write frontend frontend.quakewire.internal 8080",
    ] : contains(split("\n", local.before_start), line)])
    error_message = "Each name is looked up, with its port."
  }
  assert {
    condition     = strcontains(local.before_start, "ReadWritePaths=${local.environment["PROMETHEUS_TARGETS"]}\n")
    error_message = "What is written is what Prometheus reads."
  }
}

run "lines_in_s3_are_private_encrypted_and_deleted_some_day" {
  variables {
    store = "s3"
  }
  assert {
    condition     = local.environment["LOKI_CONFIG"] == "loki-s3.yaml" && local.environment["LOKI_BUCKET"] == "quakewire-loki-example" && local.environment["AWS_REGION"] == "eu-central-1"
    error_message = "Loki is told where its bucket is."
  }
  assert {
    condition     = aws_s3_bucket_public_access_block.lines[0].block_public_policy && aws_s3_bucket_public_access_block.lines[0].restrict_public_buckets
    error_message = "The bucket is private."
  }
  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.lines[0].rule).apply_server_side_encryption_by_default).sse_algorithm == "AES256"
    error_message = "The bucket is encrypted."
  }
  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.lines[0].rule[0].expiration[0].days > 30
    error_message = "Chunks that Loki forgot go some day, and after Loki's own 30 days."
  }
  assert {
    condition     = [for statement in data.aws_iam_policy_document.lines[0].statement : join(" ", statement.resources)] == ["arn:aws:s3:::quakewire-loki-example", "arn:aws:s3:::quakewire-loki-example/*"]
    error_message = "Loki may use this bucket, and no other."
  }
}

run "alerts_go_to_a_topic_and_the_watchers_death_too" {
  variables {
    alert_email = "operators@example.org"
  }
  assert {
    condition     = local.environment["GRAFANA_ALERT_TOPIC"] == aws_sns_topic.alerts[0].arn && aws_sns_topic_subscription.mail[0].endpoint == "operators@example.org"
    error_message = "Grafana knows the topic, and the topic the address."
  }
  assert {
    condition     = strcontains(local.before_start, "cp config/alert-topic.yaml ../grafana/provisioning/alerting/")
    error_message = "Grafana is provisioned with the topic."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.dead[0].treat_missing_data == "breaching" && aws_cloudwatch_metric_alarm.dead[0].dimensions["InstanceId"] == "i-8"
    error_message = "A host that says nothing is dead."
  }
  assert {
    condition     = one(data.aws_iam_policy_document.topic[0].statement[0].condition).variable == "aws:SourceAccount"
    error_message = "Only alarms of this account are sent on."
  }
}

run "others_know_it_by_its_name" {
  assert {
    condition     = output.loki_url == "http://observability.quakewire.internal:3100" && output.loki_url == "http://${module.host.name}:3100"
    error_message = "Loki is where the host is."
  }
  assert {
    condition     = output.grafana_address == "10.64.1.8" && output.grafana_port == 3000 && output.instance_id == "i-8"
    error_message = "A load balancer finds Grafana at the host's address."
  }
}

run "a_long_name_is_refused" {
  command = plan
  variables {
    name = "a-name-that-is-far-too-long"
  }
  expect_failures = [var.name]
}

run "another_processor_is_refused" {
  command = plan
  variables {
    instance_type = "t3.small"
  }
  expect_failures = [var.instance_type]
}

run "a_tiny_disk_is_refused" {
  command = plan
  variables {
    data_gib = 5
  }
  expect_failures = [var.data_gib]
}

run "an_unknown_store_is_refused" {
  command = plan
  variables {
    store = "tape"
  }
  expect_failures = [var.store]
}

run "a_label_of_capitals_is_refused" {
  command = plan
  variables {
    environment = "PRODUCTION"
  }
  expect_failures = [var.environment]
}

run "a_target_that_is_missing_is_refused" {
  command = plan
  variables {
    targets = { producer = "producer.quakewire.internal:9101" }
  }
  expect_failures = [var.targets]
}

run "a_target_without_a_port_is_refused" {
  command = plan
  variables {
    targets = {
      producer = "producer.quakewire.internal"
      consumer = "consumer.quakewire.internal:9102"
      frontend = "frontend.quakewire.internal:8080"
    }
  }
  expect_failures = [var.targets]
}

run "an_address_that_is_none_is_refused" {
  command = plan
  variables {
    alert_email = "operators"
  }
  expect_failures = [var.alert_email]
}

run "grafana_without_https_is_refused" {
  command = plan
  variables {
    grafana_url = "http://grafana.quakes.example.org/"
  }
  expect_failures = [var.grafana_url]
}

run "a_log_without_end_is_refused" {
  command = plan
  variables {
    log_retention_days = 0
  }
  expect_failures = [var.log_retention_days]
}
