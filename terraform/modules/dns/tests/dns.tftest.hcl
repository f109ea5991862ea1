mock_provider "aws" {}

variables {
  domain         = "quakes.example.org"
  hosted_zone_id = "Z0"
  balancers = {
    eu-central-1 = { dns_name = "eu.example.com", zone_id = "Z1" }
  }
}

run "one_region_is_not_asked_whether_it_is_well" {
  command = plan

  assert {
    condition     = length(aws_route53_health_check.region) == 0 && aws_route53_record.site["eu-central-1"].health_check_id == null
    error_message = "There is a health check without anybody to take over."
  }
  assert {
    condition     = aws_route53_record.site["eu-central-1"].latency_routing_policy[0].region == "eu-central-1"
    error_message = "A second region could not be added."
  }
  assert {
    condition     = length(aws_route53_record.grafana) == 0
    error_message = "Grafana has a name that nobody gave it."
  }
}

run "several_regions_are_each_asked_at_their_own_balancer" {
  command = apply

  variables {
    balancers = {
      eu-central-1 = { dns_name = "eu.example.com", zone_id = "Z1" }
      us-east-1    = { dns_name = "us.example.com", zone_id = "Z2" }
    }
  }

  assert {
    condition     = { for region, check in aws_route53_health_check.region : region => "${check.type} ${check.fqdn}${check.resource_path}" } == { eu-central-1 = "HTTPS eu.example.com/readyz", us-east-1 = "HTTPS us.example.com/readyz" }
    error_message = "A region's health is asked elsewhere."
  }
  assert {
    condition     = alltrue([for region, record in aws_route53_record.site : record.health_check_id == aws_route53_health_check.region[region].id])
    error_message = "A record does not listen to its own region's health."
  }
  assert {
    condition     = !anytrue([for record in aws_route53_record.site : record.alias[0].evaluate_target_health])
    error_message = "A region would be left by its readers because Grafana is down, or because no new version is coming up."
  }
}

run "balancers_that_are_not_for_everyone_are_not_asked_from_outside" {
  command = plan

  variables {
    checked = false
    balancers = {
      eu-central-1 = { dns_name = "eu.example.com", zone_id = "Z1" }
      us-east-1    = { dns_name = "us.example.com", zone_id = "Z2" }
    }
  }

  assert {
    condition     = length(aws_route53_health_check.region) == 0
    error_message = "They would seem ill."
  }
}

run "grafana_leads_to_its_region" {
  command = plan

  variables {
    grafana = { host = "grafana.quakes.example.org", region = "eu-central-1" }
  }

  assert {
    condition     = aws_route53_record.grafana[0].name == "grafana.quakes.example.org" && aws_route53_record.grafana[0].alias[0].name == "eu.example.com"
    error_message = "Grafana's name leads elsewhere."
  }
}

run "grafana_is_behind_one_of_the_balancers" {
  command = plan

  variables {
    grafana = { host = "grafana.quakes.example.org", region = "us-east-1" }
  }

  expect_failures = [var.grafana]
}

run "a_domain_is_a_bare_name" {
  command = plan

  variables {
    domain = "https://quakes.example.org"
  }

  expect_failures = [var.domain]
}

run "no_balancer_is_refused" {
  command = plan

  variables {
    balancers = {}
  }

  expect_failures = [var.balancers]
}
