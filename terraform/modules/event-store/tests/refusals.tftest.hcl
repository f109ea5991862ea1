mock_provider "aws" {}

variables {
  name   = "quakewire"
  region = "eu-central-1"
}

run "a_name_that_dynamodb_refuses_is_refused" {
  command = plan
  variables {
    name = "q!"
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

run "a_replica_region_that_is_none_is_refused" {
  command = plan
  variables {
    replica_regions = ["ireland"]
  }
  expect_failures = [var.replica_regions]
}

run "a_replica_at_home_is_refused" {
  command = plan
  variables {
    replica_regions = ["eu-central-1"]
  }
  expect_failures = [var.replica_regions]
}

run "an_unknown_consistency_is_refused" {
  command = plan
  variables {
    consistency = "MAYBE"
  }
  expect_failures = [var.consistency]
}

run "strong_consistency_alone_is_refused" {
  command = plan
  variables {
    consistency = "STRONG"
  }
  expect_failures = [var.consistency]
}

run "strong_consistency_of_two_regions_is_refused" {
  command = plan
  variables {
    consistency     = "STRONG"
    replica_regions = ["eu-west-1"]
  }
  expect_failures = [var.consistency]
}

run "strong_consistency_of_four_regions_is_refused" {
  command = plan
  variables {
    consistency     = "STRONG"
    replica_regions = ["eu-west-1", "eu-west-2"]
    witness_region  = "eu-west-3"
  }
  expect_failures = [var.consistency]
}

run "strong_consistency_across_an_ocean_is_refused" {
  command = plan
  variables {
    consistency     = "STRONG"
    replica_regions = ["eu-west-1", "us-east-1"]
  }
  expect_failures = [var.consistency]
}

run "a_witness_across_an_ocean_is_refused" {
  command = plan
  variables {
    consistency     = "STRONG"
    replica_regions = ["eu-west-1"]
    witness_region  = "us-east-1"
  }
  expect_failures = [var.consistency]
}

run "strong_consistency_where_aws_has_none_is_refused" {
  command = plan
  variables {
    region          = "eu-north-1"
    consistency     = "STRONG"
    replica_regions = ["eu-west-1", "eu-west-2"]
  }
  expect_failures = [var.consistency]
}

run "a_witness_of_eventual_consistency_is_refused" {
  command = plan
  variables {
    replica_regions = ["eu-west-1"]
    witness_region  = "eu-west-3"
  }
  expect_failures = [var.consistency]
}

run "a_witness_that_is_a_replica_is_refused" {
  command = plan
  variables {
    consistency     = "STRONG"
    replica_regions = ["eu-west-1"]
    witness_region  = "eu-west-1"
  }
  expect_failures = [var.witness_region]
}

run "a_bound_that_stops_everything_is_refused" {
  command = plan
  variables {
    limits = { write = 0 }
  }
  expect_failures = [var.limits]
}
