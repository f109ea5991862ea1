mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "000000000000" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
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

run "an_idle_timeout_of_30_is_refused" {
  command = plan

  variables {
    idle_timeout = 30
  }

  expect_failures = [var.idle_timeout]
}

run "an_idle_timeout_of_120_is_refused" {
  command = plan

  variables {
    idle_timeout = 120
  }

  expect_failures = [var.idle_timeout]
}

run "a_tag_is_no_image" {
  command = plan

  variables {
    image = "ghcr.io/quakewire/frontend:1.0.0"
  }

  expect_failures = [var.image]
}

run "a_collector_without_version_is_refused" {
  command = plan

  variables {
    collector_image = "public.ecr.aws/aws-observability/aws-otel-collector:latest"
  }

  expect_failures = [var.collector_image]
}

run "another_regions_table_is_refused" {
  command = plan

  variables {
    table = { name = "quakewire", arn = "arn:aws:dynamodb:us-east-1:000000000000:table/quakewire", region = "us-east-1" }
  }

  expect_failures = [var.region]
}

run "no_region_is_refused" {
  command = plan

  variables {
    region = "Frankfurt"
  }

  expect_failures = [var.region]
}

run "a_long_name_is_refused" {
  command = plan

  variables {
    name = "a-name-that-is-too-long"
  }

  expect_failures = [var.name]
}

run "a_public_url_with_a_path_is_refused" {
  command = plan

  variables {
    public_url = "https://quakes.example.org/map"
  }

  expect_failures = [var.public_url]
}

run "keys_among_the_settings_are_refused" {
  command = plan

  variables {
    settings = { AWS_ACCESS_KEY_ID = "no" }
  }

  expect_failures = [var.settings]
}

run "addresses_are_ranges" {
  command = plan

  variables {
    allowed_addresses = ["my office"]
  }

  expect_failures = [var.allowed_addresses]
}

run "a_public_site_for_nobody_is_refused" {
  command = plan

  variables {
    allowed_addresses = []
  }

  expect_failures = [var.allowed_addresses]
}

run "grafana_for_everyone_is_refused" {
  command = plan

  variables {
    grafana = { host = "grafana.quakes.example.org", address = "10.64.1.7", port = 3000, addresses = ["0.0.0.0/0"] }
  }

  expect_failures = [var.grafana]
}

run "grafana_for_five_ranges_is_refused" {
  command = plan

  variables {
    grafana = { host = "grafana.quakes.example.org", address = "10.64.1.7", port = 3000, addresses = ["203.0.113.0/24", "203.0.114.0/24", "203.0.115.0/24", "203.0.116.0/24", "203.0.117.0/24"] }
  }

  expect_failures = [var.grafana]
}

run "grafana_without_tls_is_refused" {
  command = plan

  variables {
    grafana         = { host = "grafana.quakes.example.org", address = "10.64.1.7", port = 3000, addresses = ["203.0.113.0/24"] }
    certificate_arn = null
  }

  expect_failures = [var.grafana]
}

run "no_task_is_refused" {
  command = plan

  variables {
    tasks = { min = 0, max = 6, cpu = 512, memory = 1024 }
  }

  expect_failures = [var.tasks]
}

run "fewer_at_most_than_at_least_is_refused" {
  command = plan

  variables {
    tasks = { min = 4, max = 2, cpu = 512, memory = 1024 }
  }

  expect_failures = [var.tasks]
}

run "a_size_that_fargate_does_not_know_is_refused" {
  command = plan

  variables {
    tasks = { min = 2, max = 6, cpu = 300, memory = 1024 }
  }

  expect_failures = [var.tasks]
}

run "too_little_memory_is_refused" {
  command = plan

  variables {
    tasks = { min = 2, max = 6, cpu = 256, memory = 512 }
  }

  expect_failures = [var.tasks]
}

run "more_streams_than_a_frontend_takes_are_refused" {
  command = plan

  variables {
    streams_per_task = 20000
  }

  expect_failures = [var.streams_per_task]
}

run "an_unknown_strategy_is_refused" {
  command = plan

  variables {
    deployment = { strategy = "HOPE", percent = 10, bake_minutes = 5 }
  }

  expect_failures = [var.deployment]
}

run "a_step_of_one_percent_is_refused" {
  command = plan

  variables {
    deployment = { strategy = "LINEAR", percent = 1, bake_minutes = 5 }
  }

  expect_failures = [var.deployment]
}

run "less_time_than_alarms_need_is_refused" {
  command = plan

  variables {
    deployment = { strategy = "CANARY", percent = 10, bake_minutes = 1 }
  }

  expect_failures = [var.deployment]
}

run "logs_for_ever_are_refused" {
  command = plan

  variables {
    log_retention_days = 0
  }

  expect_failures = [var.log_retention_days]
}
