mock_provider "aws" {
  mock_data "aws_availability_zones" {
    defaults = { names = ["eu-central-1a", "eu-central-1b", "eu-central-1c"] }
  }
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
}

variables {
  name   = "quakewire"
  region = "eu-central-1"
  cidr   = "10.64.0.0/16"
}

run "a_name_in_capitals_is_refused" {
  command = plan
  variables {
    name = "Quakewire"
  }
  expect_failures = [var.name]
}

run "a_region_that_is_none_is_refused" {
  command = plan
  variables {
    region = "frankfurt"
  }
  expect_failures = [var.region]
}

run "a_range_that_begins_elsewhere_is_refused" {
  command = plan
  variables {
    cidr = "10.64.0.1/16"
  }
  expect_failures = [var.cidr]
}

run "too_wide_a_range_is_refused" {
  command = plan
  variables {
    cidr = "10.0.0.0/8"
  }
  expect_failures = [var.cidr]
}

run "too_narrow_a_range_is_refused" {
  command = plan
  variables {
    cidr = "10.64.0.0/24"
  }
  expect_failures = [var.cidr]
}

run "a_range_that_docker_takes_is_refused" {
  command = plan
  variables {
    cidr = "172.16.0.0/16"
  }
  expect_failures = [var.cidr]
}

run "one_zone_is_refused" {
  command = plan
  variables {
    zones = 1
  }
  expect_failures = [var.zones]
}

run "an_unknown_kind_of_nat_is_refused" {
  command = plan
  variables {
    nat = "two"
  }
  expect_failures = [var.nat]
}

run "no_way_to_the_images_is_refused" {
  command = plan
  variables {
    nat                 = "none"
    interface_endpoints = ["ecr.api", "logs"]
  }
  expect_failures = [var.nat]
}

run "a_full_service_name_is_refused" {
  command = plan
  variables {
    interface_endpoints = ["com.amazonaws.eu-central-1.ecr.api"]
  }
  expect_failures = [var.interface_endpoints]
}

run "an_endpoint_that_is_there_for_nothing_is_refused" {
  command = plan
  variables {
    interface_endpoints = ["dynamodb"]
  }
  expect_failures = [var.interface_endpoints]
}

run "a_retention_that_cloudwatch_does_not_know_is_refused" {
  command = plan
  variables {
    log_retention_days = 31
  }
  expect_failures = [var.log_retention_days]
}
