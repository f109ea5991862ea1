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

# Each its own, so that what is for one is not taken for the other's.
override_resource {
  target = aws_lb_target_group.site["blue"]
  values = { arn = "arn:aws:elasticloadbalancing:eu-central-1:000000000000:targetgroup/site-blue/1" }
}
override_resource {
  target = aws_lb_target_group.site["green"]
  values = { arn = "arn:aws:elasticloadbalancing:eu-central-1:000000000000:targetgroup/site-green/1" }
}
override_resource {
  target = aws_lb_target_group.grpc["blue"]
  values = { arn = "arn:aws:elasticloadbalancing:eu-central-1:000000000000:targetgroup/grpc-blue/1" }
}
override_resource {
  target = aws_lb_target_group.grpc["green"]
  values = { arn = "arn:aws:elasticloadbalancing:eu-central-1:000000000000:targetgroup/grpc-green/1" }
}
override_resource {
  target = aws_lb_listener_rule.site
  values = { arn = "arn:aws:elasticloadbalancing:eu-central-1:000000000000:listener-rule/app/made/1/2/site" }
}
override_resource {
  target = aws_lb_listener_rule.grpc
  values = { arn = "arn:aws:elasticloadbalancing:eu-central-1:000000000000:listener-rule/app/made/1/2/grpc" }
}

run "without_it_nothing_of_it_is_there" {
  command = plan

  assert {
    condition     = length(aws_lb_target_group.grpc) == 0 && length(aws_lb_listener_rule.grpc) == 0 && length(aws_ecs_service.this.load_balancer) == 1
    error_message = "Who did not ask for gRPC has it."
  }
}

run "each_service_is_asked_for_by_its_path_before_the_site" {
  command = plan

  variables {
    grpc = true
  }

  assert {
    condition     = toset(one(aws_lb_listener_rule.grpc[0].condition).path_pattern[0].values) == toset(["/quakewire.v1.Earthquakes/*", "/grpc.health.v1.Health/*", "/grpc.reflection.v1.ServerReflection/*", "/grpc.reflection.v1alpha.ServerReflection/*"])
    error_message = "A service is missing, or something else is taken for one."
  }
  assert {
    condition     = length(one(aws_lb_listener_rule.grpc[0].condition).path_pattern[0].values) <= 5
    error_message = "A rule has room for five values."
  }
  assert {
    condition     = aws_lb_listener_rule.grpc[0].priority < aws_lb_listener_rule.site.priority && aws_lb_listener_rule.grpc[0].priority > aws_lb_listener_rule.metrics.priority
    error_message = "The site would be asked first, or metrics not be hidden before."
  }
  assert {
    condition     = aws_lb_listener.site.protocol == "HTTPS"
    error_message = "AWS takes gRPC at an HTTPS listener only."
  }
}

run "its_groups_speak_grpc_to_tasks_that_are_ready" {
  command = plan

  variables {
    grpc = true
  }

  assert {
    condition     = toset(keys(aws_lb_target_group.grpc)) == toset(["blue", "green"]) && alltrue([for group in aws_lb_target_group.grpc : group.protocol_version == "GRPC" && group.protocol == "HTTP" && group.port == 8080])
    error_message = "Tasks would be spoken to by HTTP/1."
  }
  assert {
    condition     = alltrue([for group in aws_lb_target_group.grpc : group.health_check[0].path == "/quakewire.v1.Earthquakes/List" && group.health_check[0].matcher == "0"])
    error_message = "Tasks that are not ready would be asked."
  }
  assert {
    condition     = alltrue([for group in aws_lb_target_group.grpc : group.deregistration_delay == "30" && group.load_balancing_algorithm_type == "least_outstanding_requests" && length(group.name) <= 32])
    error_message = "They are otherwise than the site's, or have a name that AWS refuses."
  }
}

run "readers_of_both_are_shifted_to_a_new_version" {
  command = apply

  variables {
    grpc = true
  }

  assert {
    condition = { for balancer in aws_ecs_service.this.load_balancer : balancer.target_group_arn => [balancer.advanced_configuration[0].alternate_target_group_arn, balancer.advanced_configuration[0].production_listener_rule, balancer.container_port] } == {
      "arn:aws:elasticloadbalancing:eu-central-1:000000000000:targetgroup/site-blue/1" = ["arn:aws:elasticloadbalancing:eu-central-1:000000000000:targetgroup/site-green/1", "arn:aws:elasticloadbalancing:eu-central-1:000000000000:listener-rule/app/made/1/2/site", 8080]
      "arn:aws:elasticloadbalancing:eu-central-1:000000000000:targetgroup/grpc-blue/1" = ["arn:aws:elasticloadbalancing:eu-central-1:000000000000:targetgroup/grpc-green/1", "arn:aws:elasticloadbalancing:eu-central-1:000000000000:listener-rule/app/made/1/2/grpc", 8080]
    }
    error_message = "One of them would stay with the old version, or be shifted by the other's rule."
  }
  assert {
    condition     = toset(one([for statement in data.aws_iam_policy_document.shift.statement : statement.resources if statement.sid == "Register"])) == toset(["arn:aws:elasticloadbalancing:eu-central-1:000000000000:targetgroup/site-blue/1", "arn:aws:elasticloadbalancing:eu-central-1:000000000000:targetgroup/site-green/1", "arn:aws:elasticloadbalancing:eu-central-1:000000000000:targetgroup/grpc-blue/1", "arn:aws:elasticloadbalancing:eu-central-1:000000000000:targetgroup/grpc-green/1"])
    error_message = "ECS may not put tasks into a group, or into one that is not this service's."
  }
  assert {
    condition     = toset(one([for statement in data.aws_iam_policy_document.shift.statement : statement.resources if statement.sid == "Shift"])) == toset(["arn:aws:elasticloadbalancing:eu-central-1:000000000000:listener-rule/app/made/1/2/site", "arn:aws:elasticloadbalancing:eu-central-1:000000000000:listener-rule/app/made/1/2/grpc"])
    error_message = "ECS may not shift a rule's readers, or another's."
  }
}

run "without_it_ecs_may_shift_the_sites_only" {
  command = apply

  assert {
    condition     = toset(one([for statement in data.aws_iam_policy_document.shift.statement : statement.resources if statement.sid == "Shift"])) == toset(["arn:aws:elasticloadbalancing:eu-central-1:000000000000:listener-rule/app/made/1/2/site"])
    error_message = "ECS may shift what is not there."
  }
}

run "rolling_serves_both_from_blue" {
  command = plan

  variables {
    grpc       = true
    deployment = { strategy = "ROLLING", percent = 10, bake_minutes = 5 }
  }

  assert {
    condition     = alltrue([for balancer in aws_ecs_service.this.load_balancer : length(balancer.advanced_configuration) == 0])
    error_message = "Readers would be shifted."
  }
}

run "without_a_certificate_it_is_refused" {
  command = plan

  variables {
    grpc            = true
    certificate_arn = null
  }

  expect_failures = [var.grpc]
}

run "behind_cloudfront_it_is_refused" {
  command = plan

  variables {
    grpc     = true
    internal = true
  }

  expect_failures = [var.grpc]
}
