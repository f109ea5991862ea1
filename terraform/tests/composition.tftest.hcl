# What belongs to what: the root's own decisions.

mock_provider "aws" {
  mock_data "aws_availability_zones" {
    defaults = { names = ["one", "two", "three"], zone_ids = ["z1", "z2", "z3"] }
  }
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
  mock_data "aws_route53_zone" {
    defaults = { zone_id = "Z1" }
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

run "without_a_domain_cloudfront_serves_the_site" {
  command = plan

  assert {
    condition     = length(module.cdn) == 1 && length(module.dns) == 0
    error_message = "Nobody would have a name or a certificate."
  }
  assert {
    condition     = keys(module.edge) == ["us-east-1"]
    error_message = "CloudFront takes its firewall and certificate from us-east-1 only."
  }
}

run "with_a_domain_the_load_balancer_does" {
  command = plan
  variables {
    domain = "quakes.example.org"
  }

  assert {
    condition     = length(module.cdn) == 0 && length(module.dns) == 1
    error_message = "A domain should lead to the load balancer."
  }
  assert {
    condition     = output.site == "https://quakes.example.org/"
    error_message = "The site's address should be the domain's."
  }
  assert {
    condition     = local.hosted_zone == "example.org"
    error_message = "The zone should be what follows the domain's first dot."
  }
}

run "readers_see_one_version_at_a_time_behind_cloudfront" {
  command = plan

  assert {
    condition     = local.deployment.strategy == "BLUE_GREEN"
    error_message = "A page could get the files of another version."
  }
}

run "a_new_version_is_tried_on_a_few_first" {
  command = plan
  variables {
    domain = "quakes.example.org"
  }

  assert {
    condition     = local.deployment.strategy == "CANARY"
    error_message = "All readers would get a bad version at once."
  }
}

run "with_a_domain_and_cloudfront_both_are_there" {
  command = plan
  variables {
    domain     = "quakes.example.org"
    cloudfront = true
  }

  assert {
    condition     = length(module.cdn) == 1 && length(module.dns) == 0 && keys(module.edge) == ["us-east-1"]
    error_message = "The domain should lead to CloudFront."
  }
}

run "each_region_has_a_site_and_a_range_of_its_own" {
  command = plan
  variables {
    domain          = "quakes.example.org"
    further_regions = ["us-west-2", "ap-northeast-1"]
  }

  assert {
    condition     = toset(keys(module.web)) == toset(["eu-central-1", "us-west-2", "ap-northeast-1"])
    error_message = "Each region should have frontends."
  }
  assert {
    condition     = length(local.endpoints["eu-central-1"]) == 7 && length(local.endpoints["us-west-2"]) == 3
    error_message = "Where there are no hosts their endpoints cost and serve nobody."
  }
  assert {
    condition     = length(distinct(values(local.cidrs))) == 3
    error_message = "Ranges should not overlap."
  }
  assert {
    condition     = toset(keys(module.event_store.tables)) == toset(keys(module.web))
    error_message = "Each region's frontends should read a table of their own region."
  }
}

run "on_a_host_kafka_is_found_without_asking" {
  command = plan

  assert {
    condition     = toset(keys(aws_vpc_security_group_ingress_rule.access)) == toset(["frontend to Kafka", "frontend to Loki", "producer to Loki", "Prometheus to producer", "Prometheus to consumer", "Prometheus to frontends"])
    error_message = "Somebody may talk to somebody who should not, or cannot and should."
  }
}

run "brokers_are_reached_by_those_who_need_them" {
  command = plan
  variables {
    zones = 3
    kafka = "brokers"
  }

  assert {
    condition     = toset([for rule in aws_vpc_security_group_ingress_rule.access : rule.from_port if strcontains(rule.description, "to Kafka")]) == toset([9094])
    error_message = "Brokers answer clients at 9094."
  }
  assert {
    condition     = contains(keys(aws_vpc_security_group_ingress_rule.access), "brokers to Loki")
    error_message = "Kafka's own logs would not arrive."
  }
}

run "msk_has_another_door" {
  command = plan
  variables {
    zones  = 3
    kafka  = "msk"
    broker = { type = "kafka.m7g.large" }
  }

  assert {
    condition     = toset([for rule in aws_vpc_security_group_ingress_rule.access : rule.from_port if strcontains(rule.description, "to Kafka")]) == toset([9092])
    error_message = "MSK answers without TLS at 9092."
  }
}

run "grafana_is_behind_the_balancer_for_those_who_are_named" {
  command = plan
  variables {
    domain            = "quakes.example.org"
    grafana_addresses = ["203.0.113.0/24"]
  }

  assert {
    condition     = contains(keys(aws_vpc_security_group_ingress_rule.access), "balancer to Grafana")
    error_message = "The balancer could not reach Grafana."
  }
  assert {
    condition     = output.grafana == "https://grafana.quakes.example.org/"
    error_message = "Grafana should have a name of its own."
  }
}

run "a_restored_table_takes_the_place_of_the_old" {
  command = plan
  variables {
    table = "quakewire-2"
  }

  assert {
    condition     = output.table == "quakewire-2"
    error_message = "Everything should use the table that is named."
  }
}

run "a_budget_wants_somebody_to_tell" {
  command = plan
  variables {
    alert_email = "operator@example.org"
  }

  assert {
    condition     = length(aws_budgets_budget.month) == 1
    error_message = "Nobody would hear that the money runs out."
  }
}

run "without_an_address_there_is_no_budget" {
  command = plan

  assert {
    condition     = length(aws_budgets_budget.month) == 0
    error_message = "A budget that tells nobody is for nothing."
  }
}

run "grpc_passes_in_every_region" {
  command = plan
  variables {
    domain          = "quakes.example.org"
    further_regions = ["us-west-2"]
    grpc            = true
  }

  assert {
    condition     = output.grpc == "quakes.example.org:443"
    error_message = "Clients would ask elsewhere."
  }
}

run "grpc_is_off_unless_it_is_wanted" {
  command = plan
  variables {
    domain = "quakes.example.org"
  }

  assert {
    condition     = output.grpc == null
    error_message = "Clients would be sent where nobody answers."
  }
}

# A frontend elsewhere would refuse them: the plan is the test.
run "webhooks_are_sent_from_home" {
  command = plan
  variables {
    domain              = "quakes.example.org"
    further_regions     = ["us-west-2"]
    interface_endpoints = true
    webhooks_secret_arn = "arn:aws:secretsmanager:eu-central-1:000000000000:secret:quakewire/webhooks-a1B2c3"
  }

  assert {
    condition     = contains(local.endpoints["eu-central-1"], "secretsmanager")
    error_message = "Their rules would be fetched through the internet, where there is a way within AWS."
  }
}
