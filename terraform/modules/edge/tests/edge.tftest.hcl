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
  name           = "quakewire"
  region         = "eu-central-1"
  domain         = "quakes.example.org"
  hosted_zone_id = "Z0"
}

run "the_stream_is_neither_counted_nor_refused" {
  command = plan

  assert {
    condition = one([
      for rule in jsondecode(aws_wafv2_web_acl.this.rule_json) : rule.Statement.RateBasedStatement.ScopeDownStatement.NotStatement.Statement.RegexMatchStatement.RegexString
      if can(rule.Statement.RateBasedStatement)
    ]) == "^/events$"
    error_message = "Readers of the stream would be turned away for coming back."
  }
  assert {
    condition = one([
      for rule in jsondecode(aws_wafv2_web_acl.this.rule_json) : rule.Statement.RateBasedStatement.Limit
      if can(rule.Statement.RateBasedStatement)
    ]) == 20000
    error_message = "The bound is not the one that was asked for."
  }
}

run "who_is_turned_away_is_told_when_to_come_back" {
  command = plan

  assert {
    condition = alltrue([
      for rule in jsondecode(aws_wafv2_web_acl.this.rule_json) :
      rule.Action.Block.CustomResponse.ResponseCode == 429
      && one(rule.Action.Block.CustomResponse.ResponseHeaders) == { Name = "Retry-After", Value = tostring(rule.Statement.RateBasedStatement.EvaluationWindowSec) }
      if can(rule.Statement.RateBasedStatement)
    ])
    error_message = "Programs would ask again at once, or be told to come back while they are still counted."
  }
}

run "the_groups_of_aws_are_asked_and_log4j_is_among_them" {
  command = plan

  assert {
    condition = [
      for rule in jsondecode(aws_wafv2_web_acl.this.rule_json) : rule.Statement.ManagedRuleGroupStatement.Name if can(rule.Statement.ManagedRuleGroupStatement)
    ] == ["AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet"]
    error_message = "A group is missing."
  }
  assert {
    condition     = length(distinct([for rule in jsondecode(aws_wafv2_web_acl.this.rule_json) : rule.Priority])) == 4
    error_message = "Two rules have one place."
  }
  assert {
    condition     = alltrue([for rule in jsondecode(aws_wafv2_web_acl.this.rule_json) : can(rule.OverrideAction.None) || can(rule.Action.Block)])
    error_message = "A rule turns nobody away."
  }
  assert {
    condition     = alltrue([for rule in jsondecode(aws_wafv2_web_acl.this.rule_json) : try(length(rule.Statement.ManagedRuleGroupStatement.RuleActionOverrides), 1) > 0])
    error_message = "AWS refuses an empty list of overrides."
  }
}

run "grafana_is_spared_what_its_queries_look_like" {
  command = plan

  variables {
    further_names = ["grafana.quakes.example.org"]
  }

  assert {
    condition     = jsondecode(aws_wafv2_web_acl.this.rule_json)[1].Statement.ManagedRuleGroupStatement.ScopeDownStatement.NotStatement.Statement.RegexMatchStatement.RegexString == "^(grafana\\.quakes\\.example\\.org)(:[0-9]+)?$"
    error_message = "Grafana's own name is not spared, or another one is."
  }
  assert {
    condition     = !can(jsondecode(aws_wafv2_web_acl.this.rule_json)[2].Statement.ManagedRuleGroupStatement.ScopeDownStatement)
    error_message = "More is spared than has to be."
  }
  assert {
    condition     = toset(keys(aws_route53_record.proof)) == toset(["quakes.example.org", "grafana.quakes.example.org"])
    error_message = "A name is not proven."
  }
}

run "only_what_was_turned_away_is_kept_and_not_for_ever" {
  command = plan

  assert {
    condition     = startswith(aws_cloudwatch_log_group.firewall.name, "aws-waf-logs-") && aws_cloudwatch_log_group.firewall.retention_in_days == 30
    error_message = "WAF does not write there, or it is kept for ever."
  }
  assert {
    condition     = aws_wafv2_web_acl_logging_configuration.this.logging_filter[0].default_behavior == "DROP"
    error_message = "Everybody's requests are kept."
  }
}

run "cloudfront_without_a_name_has_a_firewall_and_no_certificate" {
  command = plan

  variables {
    scope          = "CLOUDFRONT"
    region         = "us-east-1"
    domain         = null
    hosted_zone_id = null
  }

  assert {
    condition     = length(aws_acm_certificate.this) == 0 && length(aws_route53_record.proof) == 0 && output.certificate_arn == null
    error_message = "There is a certificate for no name."
  }
  assert {
    condition     = aws_wafv2_web_acl.this.scope == "CLOUDFRONT" && aws_wafv2_web_acl.this.region == "us-east-1"
    error_message = "CloudFront would not find the firewall."
  }
}

run "cloudfront_is_in_us_east_1_only" {
  command = plan

  variables {
    scope = "CLOUDFRONT"
  }

  expect_failures = [var.region]
}

run "a_balancer_without_a_name_is_refused" {
  command = plan

  variables {
    domain = null
  }

  expect_failures = [var.domain]
}

run "a_domain_is_a_bare_name" {
  command = plan

  variables {
    domain = "https://quakes.example.org/"
  }

  expect_failures = [var.domain]
}

run "a_domain_needs_its_zone" {
  command = plan

  variables {
    hosted_zone_id = null
  }

  expect_failures = [aws_acm_certificate.this]
}

run "further_names_are_bare_names" {
  command = plan

  variables {
    further_names = ["Grafana!"]
  }

  expect_failures = [var.further_names]
}

run "a_bound_below_one_map_is_refused" {
  command = plan

  variables {
    rate_limit = 50
  }

  expect_failures = [var.rate_limit]
}

run "an_unknown_scope_is_refused" {
  command = plan

  variables {
    scope = "GLOBAL"
  }

  expect_failures = [var.scope]
}

run "logs_for_ever_are_refused" {
  command = plan

  variables {
    log_retention_days = 0
  }

  expect_failures = [var.log_retention_days]
}

run "a_long_name_is_refused" {
  command = plan

  variables {
    name = "a-name-that-is-too-long"
  }

  expect_failures = [var.name]
}
