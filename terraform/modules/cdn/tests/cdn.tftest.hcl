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
  name     = "quakewire"
  balancer = { arn = "arn:aws:elasticloadbalancing:eu-central-1:000000000000:loadbalancer/app/site/1", dns_name = "internal.example.com" }
}

run "only_files_that_never_change_are_kept" {
  command = plan

  assert {
    condition     = [for kept in aws_cloudfront_distribution.this.ordered_cache_behavior : kept.path_pattern] == ["/assets/*", "/tiles/*", "/overlays/*"]
    error_message = "Something else is kept, or one of these is not."
  }
  assert {
    condition     = aws_cloudfront_distribution.this.default_cache_behavior[0].cache_policy_id == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    error_message = "Pages or the stream would be kept."
  }
  assert {
    condition     = aws_cloudfront_cache_policy.lasting.default_ttl == 0 && alltrue([for error in aws_cloudfront_distribution.this.custom_error_response : error.error_caching_min_ttl == 0])
    error_message = "What the frontend did not say to keep would be kept."
  }
}

run "a_quiet_stream_outlives_two_signs_of_life" {
  command = plan

  assert {
    condition     = one(aws_cloudfront_distribution.this.origin).vpc_origin_config[0].origin_read_timeout >= 31
    error_message = "CloudFront would end quiet streams."
  }
  assert {
    condition     = one(aws_cloudfront_distribution.this.origin).vpc_origin_config[0].origin_keepalive_timeout < 31
    error_message = "CloudFront would ask into connections that the balancer is closing."
  }
}

run "every_answer_goes_over_tls_and_says_so" {
  command = plan

  assert {
    condition = alltrue([
      for policy in concat(aws_cloudfront_distribution.this.default_cache_behavior[*].viewer_protocol_policy, aws_cloudfront_distribution.this.ordered_cache_behavior[*].viewer_protocol_policy) :
      policy == "redirect-to-https"
    ])
    error_message = "Something is given without TLS."
  }
  assert {
    condition     = aws_cloudfront_response_headers_policy.this.security_headers_config[0].strict_transport_security[0].access_control_max_age_sec == 31536000
    error_message = "Browsers would come without TLS again."
  }
}

run "readers_addresses_and_queries_are_not_written_down" {
  command = plan

  assert {
    condition     = length(setintersection(aws_cloudwatch_log_delivery.access.record_fields, ["c-ip", "c-port", "cs-uri-query", "cs(Cookie)", "x-forwarded-for"])) == 0
    error_message = "The log would tell who reads what."
  }
  assert {
    condition     = aws_cloudwatch_log_group.access.retention_in_days == 30
    error_message = "The log would be kept for ever."
  }
}

run "without_a_domain_cloudfront_names_it" {
  command = plan

  assert {
    condition     = aws_cloudfront_distribution.this.viewer_certificate[0].cloudfront_default_certificate && length(aws_route53_record.site) == 0
    error_message = "A certificate or a record is wanted for no name."
  }
}

run "with_a_domain_it_has_its_certificate_and_its_records" {
  command = plan

  variables {
    domain          = "quakes.example.org"
    hosted_zone_id  = "Z0"
    certificate_arn = "arn:aws:acm:us-east-1:000000000000:certificate/1"
  }

  assert {
    condition     = aws_cloudfront_distribution.this.viewer_certificate[0].minimum_protocol_version == "TLSv1.2_2021" && aws_cloudfront_distribution.this.viewer_certificate[0].acm_certificate_arn == var.certificate_arn
    error_message = "Old TLS is spoken, or another certificate shown."
  }
  assert {
    condition     = aws_cloudfront_distribution.this.aliases == toset(["quakes.example.org"]) && toset(keys(aws_route53_record.site)) == toset(["A", "AAAA"])
    error_message = "The name does not lead there."
  }
}

run "a_domain_needs_certificate_and_zone" {
  command = plan

  variables {
    domain = "quakes.example.org"
  }

  expect_failures = [aws_cloudfront_distribution.this]
}

run "a_domain_is_a_bare_name" {
  command = plan

  variables {
    domain          = "https://quakes.example.org"
    hosted_zone_id  = "Z0"
    certificate_arn = "arn:aws:acm:us-east-1:000000000000:certificate/1"
  }

  expect_failures = [var.domain]
}

run "an_unknown_price_class_is_refused" {
  command = plan

  variables {
    price_class = "cheap"
  }

  expect_failures = [var.price_class]
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
