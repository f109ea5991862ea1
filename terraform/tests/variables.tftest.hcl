# Every rule of the root's variables refuses what it is there for; those about the site are in variables-site.tftest.hcl.

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

run "a_region_is_the_name_of_one" {
  command = plan
  variables {
    region = "Frankfurt"
  }
  expect_failures = [var.region]
}

run "a_domain_is_a_name_and_no_address" {
  command = plan
  variables {
    domain = "https://quakes.example.org/"
  }
  expect_failures = [var.domain]
}

run "a_domain_that_is_a_zone_says_so" {
  command = plan
  variables {
    domain = "example.org"
  }
  expect_failures = [var.hosted_zone]
}

run "a_zone_has_its_domain" {
  command = plan
  variables {
    domain      = "quakes.example.org"
    hosted_zone = "ample.org"
  }
  expect_failures = [var.hosted_zone]
}

run "a_zone_without_a_domain_is_for_nothing" {
  command = plan
  variables {
    hosted_zone = "example.com"
  }
  expect_failures = [var.hosted_zone]
}

run "allowed_addresses_are_ranges" {
  command = plan
  variables {
    domain            = "quakes.example.org"
    allowed_addresses = ["localhost"]
  }
  expect_failures = [var.allowed_addresses]
}

run "somebody_has_to_be_allowed" {
  command = plan
  variables {
    domain            = "quakes.example.org"
    allowed_addresses = []
  }
  expect_failures = [var.allowed_addresses]
}

run "cloudfront_lets_everyone_in" {
  command = plan
  variables {
    allowed_addresses = ["203.0.113.0/24"]
  }
  expect_failures = [var.allowed_addresses]
}

run "an_owner_fits_into_a_tag" {
  command = plan
  variables {
    owner = "?"
  }
  expect_failures = [var.owner]
}

run "images_are_four" {
  command = plan
  variables {
    images = {}
  }
  expect_failures = [var.images]
}

run "an_image_is_named_by_its_digest" {
  command = plan
  variables {
    images = {
      producer = "r/producer:latest"
      consumer = "r/consumer:latest"
      frontend = "r/frontend:latest"
      setup    = "r/setup:latest"
    }
  }
  expect_failures = [var.images]
}

run "mail_goes_to_an_address" {
  command = plan
  variables {
    alert_email = "me"
  }
  expect_failures = [var.alert_email]
}

run "a_budget_is_not_negative" {
  command = plan
  variables {
    budget = -1
  }
  expect_failures = [var.budget]
}

run "a_name_is_short_and_plain" {
  command = plan
  variables {
    name = "Quake_Wire"
  }
  expect_failures = [var.name]
}

run "an_environment_is_a_label" {
  command = plan
  variables {
    environment = "My Lab"
  }
  expect_failures = [var.environment]
}

run "further_regions_are_not_home" {
  command = plan
  variables {
    domain          = "quakes.example.org"
    further_regions = ["eu-central-1"]
  }
  expect_failures = [var.further_regions]
}

run "further_regions_need_a_domain" {
  command = plan
  variables {
    further_regions = ["us-west-2"]
  }
  expect_failures = [var.further_regions]
}

run "there_are_ranges_for_eight_regions" {
  command = plan
  variables {
    domain          = "quakes.example.org"
    further_regions = ["us-west-1", "us-west-2", "us-east-1", "us-east-2", "ap-south-1", "eu-west-1", "eu-west-2", "eu-west-3"]
  }
  expect_failures = [var.further_regions]
}

run "a_replica_is_elsewhere" {
  command = plan
  variables {
    replica_regions = ["eu-central-1"]
  }
  expect_failures = [var.replica_regions]
}

run "consistency_is_one_of_two" {
  command = plan
  variables {
    consistency = "MOSTLY"
  }
  expect_failures = [var.consistency]
}

run "a_table_has_a_name_that_dynamodb_takes" {
  command = plan
  variables {
    table = "my table"
  }
  expect_failures = [var.table]
}

run "zones_are_two_or_three" {
  command = plan
  variables {
    zones = 1
  }
  expect_failures = [var.zones]
}

run "the_producer_must_reach_emsc" {
  command = plan
  variables {
    nat = "none"
  }
  expect_failures = [var.nat]
}

run "kafka_is_one_of_three" {
  command = plan
  variables {
    kafka = "embedded"
  }
  expect_failures = [var.kafka]
}

run "three_brokers_want_three_zones" {
  command = plan
  variables {
    kafka = "brokers"
  }
  expect_failures = [var.kafka]
}

run "there_is_a_partition" {
  command = plan
  variables {
    partitions = 0
  }
  expect_failures = [var.partitions]
}

run "a_third_producer_says_nothing_new" {
  command = plan
  variables {
    producers = 3
  }
  expect_failures = [var.producers]
}

run "a_consumer_has_a_partition" {
  command = plan
  variables {
    consumers = 7
  }
  expect_failures = [var.consumers]
}

run "msk_has_types_of_its_own" {
  command = plan
  variables {
    kafka = "msk"
    zones = 3
  }
  expect_failures = [var.broker]
}

run "lines_are_kept_on_disk_or_in_s3" {
  command = plan
  variables {
    observability = { store = "tape" }
  }
  expect_failures = [var.observability]
}

run "grafana_is_not_for_everyone" {
  command = plan
  variables {
    domain            = "quakes.example.org"
    grafana_addresses = ["0.0.0.0/0"]
  }
  expect_failures = [var.grafana_addresses]
}

run "a_rule_has_room_for_four_ranges" {
  command = plan
  variables {
    domain            = "quakes.example.org"
    grafana_addresses = ["203.0.113.1/32", "203.0.113.2/32", "203.0.113.3/32", "203.0.113.4/32", "203.0.113.5/32"]
  }
  expect_failures = [var.grafana_addresses]
}

run "grafana_needs_a_name_to_be_found" {
  command = plan
  variables {
    grafana_addresses = ["203.0.113.0/24"]
  }
  expect_failures = [var.grafana_addresses]
}

run "cloudwatch_keeps_logs_for_days_it_knows" {
  command = plan
  variables {
    log_retention_days = 42
  }
  expect_failures = [var.log_retention_days]
}
