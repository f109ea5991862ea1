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

run "without_rules_nothing_is_read_and_nothing_is_sent" {
  command = apply

  assert {
    condition     = length(jsondecode(aws_ecs_task_definition.this.container_definitions)[0].secrets) == 0
    error_message = "A frontend is given what nobody made."
  }
  assert {
    condition     = !contains(flatten([for statement in data.aws_iam_policy_document.start.statement : tolist(statement.actions)]), "secretsmanager:GetSecretValue")
    error_message = "Secrets may be read, and there are none."
  }
}

run "the_frontend_gets_the_rules_and_nobody_else_may_read_another_secret" {
  command = apply

  variables {
    kafka               = { bootstrap = "kafka.quakewire.internal:9094", settings = "" }
    webhooks_secret_arn = "arn:aws:secretsmanager:eu-central-1:000000000000:secret:quakewire/webhooks-a1B2c3"
  }

  assert {
    condition     = one(jsondecode(aws_ecs_task_definition.this.container_definitions)[0].secrets) == { name = "QUAKEWIRE_WEBHOOKS_RULES", valueFrom = "arn:aws:secretsmanager:eu-central-1:000000000000:secret:quakewire/webhooks-a1B2c3" }
    error_message = "The frontend is not given the rules."
  }
  assert {
    condition     = !can(jsondecode(aws_ecs_task_definition.this.container_definitions)[1].secrets) && !contains([for setting in jsondecode(aws_ecs_task_definition.this.container_definitions)[0].environment : setting.name], "QUAKEWIRE_WEBHOOKS_RULES")
    error_message = "The collector is given them too, or everyone who may see the task's definition."
  }
  assert {
    condition     = tolist(one([for statement in data.aws_iam_policy_document.start.statement : statement.resources if contains(statement.actions, "secretsmanager:GetSecretValue")])) == tolist(["arn:aws:secretsmanager:eu-central-1:000000000000:secret:quakewire/webhooks-a1B2c3"])
    error_message = "Another secret could be read, or not this one."
  }
  assert {
    condition     = !strcontains(join(" ", flatten([for statement in data.aws_iam_policy_document.task.statement : tolist(statement.actions)])), "secretsmanager")
    error_message = "The frontend itself may ask for secrets."
  }
}

run "they_leave_by_https_and_no_other_port_of_the_internet" {
  command = plan

  assert {
    condition     = aws_vpc_security_group_egress_rule.https.cidr_ipv4 == "0.0.0.0/0" && aws_vpc_security_group_egress_rule.https.from_port == 443 && aws_vpc_security_group_egress_rule.https.to_port == 443
    error_message = "Receivers could not be reached, or more than they."
  }
}

run "a_name_is_no_arn" {
  command = plan

  variables {
    kafka               = { bootstrap = "kafka.quakewire.internal:9094", settings = "" }
    webhooks_secret_arn = "quakewire/webhooks"
  }

  expect_failures = [var.webhooks_secret_arn]
}

run "an_arn_without_its_end_is_refused" {
  command = plan

  variables {
    kafka               = { bootstrap = "kafka.quakewire.internal:9094", settings = "" }
    webhooks_secret_arn = "arn:aws:secretsmanager:eu-central-1:000000000000:secret:quakewire/webhooks"
  }

  expect_failures = [var.webhooks_secret_arn]
}

run "a_secret_of_another_region_is_refused" {
  command = plan

  variables {
    kafka               = { bootstrap = "kafka.quakewire.internal:9094", settings = "" }
    webhooks_secret_arn = "arn:aws:secretsmanager:us-east-1:000000000000:secret:quakewire/webhooks-a1B2c3"
  }

  expect_failures = [var.webhooks_secret_arn]
}

run "without_kafka_there_is_nothing_to_send" {
  command = plan

  variables {
    webhooks_secret_arn = "arn:aws:secretsmanager:eu-central-1:000000000000:secret:quakewire/webhooks-a1B2c3"
  }

  expect_failures = [var.webhooks_secret_arn]
}
