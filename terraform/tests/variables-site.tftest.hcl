# Every rule of the root's variables about the site refuses what it is there for.

mock_provider "aws" {
  mock_data "aws_availability_zones" {
    defaults = { names = ["one", "two", "three"], zone_ids = ["z1", "z2", "z3"] }
  }
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
}

variables {
  region = "eu-central-1"
  owner  = "tests"
  images = {
    producer = "r/quakewire/producer@sha256:0000000000000000000000000000000000000000000000000000000000000000"
    consumer = "r/quakewire/consumer@sha256:0000000000000000000000000000000000000000000000000000000000000000"
    frontend = "r/quakewire/frontend@sha256:0000000000000000000000000000000000000000000000000000000000000000"
    setup    = "r/quakewire/setup@sha256:0000000000000000000000000000000000000000000000000000000000000000"
  }
}

run "tasks_are_at_most_as_many_as_the_most" {
  command = plan
  variables {
    web = { min = 3, max = 2 }
  }
  expect_failures = [var.web]
}

run "a_frontend_carries_what_it_can" {
  command = plan
  variables {
    web = { streams_per_task = 50000 }
  }
  expect_failures = [var.web]
}

run "a_deployment_has_a_strategy" {
  command = plan
  variables {
    deployment = { strategy = "HOPE" }
  }
  expect_failures = [var.deployment]
}

run "behind_cloudfront_there_is_one_version_at_a_time" {
  command = plan
  variables {
    deployment = { strategy = "CANARY" }
  }
  expect_failures = [var.deployment]
}

run "a_step_takes_minutes" {
  command = plan
  variables {
    deployment = { bake_minutes = 0 }
  }
  expect_failures = [var.deployment]
}

run "a_task_has_a_size_that_fargate_offers" {
  command = plan
  variables {
    web = { cpu = 1024, memory = 1024 }
  }
  expect_failures = [var.web]
}

run "a_quiet_stream_is_not_closed" {
  command = plan
  variables {
    idle_timeout = 30
  }
  expect_failures = [var.idle_timeout]
}

run "the_balancer_closes_before_the_frontend" {
  command = plan
  variables {
    idle_timeout = 120
  }
  expect_failures = [var.idle_timeout]
}

run "a_site_without_a_certificate_is_cloudfronts" {
  command = plan
  variables {
    cloudfront = false
  }
  expect_failures = [var.cloudfront]
}

run "an_address_may_open_the_map" {
  command = plan
  variables {
    requests_per_address = 10
  }
  expect_failures = [var.requests_per_address]
}

run "grpc_needs_a_certificate" {
  command = plan
  variables {
    grpc = true
  }
  expect_failures = [var.grpc]
}

run "grpc_does_not_pass_cloudfront" {
  command = plan
  variables {
    domain     = "quakes.example.org"
    cloudfront = true
    grpc       = true
  }
  expect_failures = [var.grpc]
}

run "rules_of_webhooks_are_named_by_an_arn" {
  command = plan
  variables {
    webhooks_secret_arn = "quakewire/webhooks"
  }
  expect_failures = [var.webhooks_secret_arn]
}

run "rules_of_webhooks_are_at_home" {
  command = plan
  variables {
    webhooks_secret_arn = "arn:aws:secretsmanager:us-east-1:000000000000:secret:quakewire/webhooks-a1B2c3"
  }
  expect_failures = [var.webhooks_secret_arn]
}
