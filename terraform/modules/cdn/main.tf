# CloudFront before a load balancer that nobody else reaches. What it writes down is in logs.tf.

locals {
  full_name = "${var.name}-cdn"

  # What carries a hash of its content in its name (frontend/src/server/routes.rs, tiles.rs, overlays.rs): it never
  # changes, and the frontend says so by Cache-Control. `/overlays` itself, a list, is not among them.
  lasting = ["/assets/*", "/tiles/*", "/overlays/*"]

  # AWS's own policies, the same in every account: CachingDisabled and AllViewer.
  keep_nothing       = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
  forward_everything = "216adef6-5c7f-47e4-b989-5492eafa07d3"
}

# The balancer's side of it: interfaces in the network, which CloudFront makes. No certificate is needed between them, and
# the way lies within AWS.
resource "aws_cloudfront_vpc_origin" "balancer" {
  vpc_origin_endpoint_config {
    name                   = local.full_name
    arn                    = var.balancer.arn
    http_port              = 80
    https_port             = 443
    origin_protocol_policy = "http-only"

    origin_ssl_protocols {
      items    = ["TLSv1.2"]
      quantity = 1
    }
  }
}

# As long as the frontend says, and not at all where it says nothing: an asset that is not there, in the midst of a
# deployment, must not be remembered.
resource "aws_cloudfront_cache_policy" "lasting" {
  name        = "${local.full_name}-lasting"
  comment     = "Files of ${var.name} that never change"
  min_ttl     = 0
  default_ttl = 0
  max_ttl     = 31536000

  parameters_in_cache_key_and_forwarded_to_origin {
    enable_accept_encoding_brotli = true
    enable_accept_encoding_gzip   = true

    cookies_config {
      cookie_behavior = "none"
    }
    headers_config {
      header_behavior = "none"
    }
    query_strings_config {
      query_string_behavior = "none"
    }
  }
}

# The other headers are the frontend's own, which knows which page may be in whose frame.
resource "aws_cloudfront_response_headers_policy" "this" {
  #checkov:skip=CKV_AWS_259:browsers are told for this name; its subdomains, and lists within browsers, are for the domain's owner to decide
  name    = local.full_name
  comment = "What browsers are told about ${var.name}"

  security_headers_config {
    strict_transport_security {
      access_control_max_age_sec = 31536000
      override                   = true
    }
    content_type_options {
      override = true
    }
  }
}

resource "aws_cloudfront_distribution" "this" {
  #checkov:skip=CKV_AWS_68:the firewall is given, and not known before it is made
  #checkov:skip=CKV_AWS_86:access is logged in the newer way, in logs.tf, which can leave out addresses of readers
  #checkov:skip=CKV_AWS_174:TLSv1.2_2021 where there is a domain; for CloudFront's own name AWS decides
  #checkov:skip=CKV_AWS_305:the root is a page of the frontend, not a file
  #checkov:skip=CKV_AWS_310:there is one origin; several regions are told apart by Route 53, without CloudFront
  #checkov:skip=CKV_AWS_374:earthquakes are everybody's business
  #checkov:skip=CKV2_AWS_42:without a domain there is no certificate but CloudFront's own
  #checkov:skip=CKV2_AWS_47:the rules against Log4j are in module edge, as JSON, into which the check does not look
  enabled         = true
  comment         = var.name
  aliases         = var.domain == null ? [] : [var.domain]
  http_version    = "http2and3"
  is_ipv6_enabled = true
  price_class     = var.price_class
  web_acl_id      = var.web_acl_arn

  origin {
    origin_id   = "balancer"
    domain_name = var.balancer.dns_name

    connection_attempts = 2
    connection_timeout  = 5

    vpc_origin_config {
      vpc_origin_id = aws_cloudfront_vpc_origin.balancer.id
      # The longest silence: a quiet stream gives a sign of life every 15 s. How long an answer takes as a whole has no
      # bound (response_completion_timeout), because a stream is one answer.
      origin_read_timeout = 60
      # Below the balancer's idle timeout, which is at least 31 s, or CloudFront would ask into a closing connection.
      origin_keepalive_timeout = 30
    }
  }

  # Pages differ by cookie and language, and the stream is live: all of it comes from the frontend each time.
  default_cache_behavior {
    target_origin_id           = "balancer"
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
    cached_methods             = ["GET", "HEAD"]
    cache_policy_id            = local.keep_nothing
    origin_request_policy_id   = local.forward_everything
    response_headers_policy_id = aws_cloudfront_response_headers_policy.this.id
    # The frontend compresses what compresses; a stream must not be gathered up.
    compress = false
  }

  dynamic "ordered_cache_behavior" {
    for_each = local.lasting

    content {
      path_pattern               = ordered_cache_behavior.value
      target_origin_id           = "balancer"
      viewer_protocol_policy     = "redirect-to-https"
      allowed_methods            = ["GET", "HEAD"]
      cached_methods             = ["GET", "HEAD"]
      cache_policy_id            = aws_cloudfront_cache_policy.lasting.id
      response_headers_policy_id = aws_cloudfront_response_headers_policy.this.id
      compress                   = false
    }
  }

  # What is wrong now may be right in a second.
  dynamic "custom_error_response" {
    for_each = toset([404, 500, 502, 503, 504])

    content {
      error_code            = custom_error_response.value
      error_caching_min_ttl = 0
    }
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    cloudfront_default_certificate = var.domain == null
    acm_certificate_arn            = var.domain == null ? null : var.certificate_arn
    ssl_support_method             = var.domain == null ? null : "sni-only"
    minimum_protocol_version       = var.domain == null ? null : "TLSv1.2_2021"
  }

  lifecycle {
    precondition {
      condition     = var.domain == null || (var.certificate_arn != null && var.hosted_zone_id != null)
      error_message = "A domain needs its certificate_arn, in us-east-1, and its hosted_zone_id."
    }
  }
}

resource "aws_route53_record" "site" {
  for_each = var.domain == null ? toset([]) : toset(["A", "AAAA"])

  zone_id = var.hosted_zone_id
  name    = var.domain
  type    = each.key

  alias {
    name                   = aws_cloudfront_distribution.this.domain_name
    zone_id                = aws_cloudfront_distribution.this.hosted_zone_id
    evaluate_target_health = false
  }
}
