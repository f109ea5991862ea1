# Readers are sent to the region that answers them soonest, of those that are well. One region is a case of several: a
# second one would otherwise have to take the first one's record away before its own could be made.
resource "aws_route53_record" "site" {
  #checkov:skip=CKV2_AWS_23:it leads to a balancer of module web, which the check does not see from here
  for_each = var.balancers

  zone_id         = var.hosted_zone_id
  name            = var.domain
  type            = "A"
  set_identifier  = each.key
  health_check_id = one([for region, check in aws_route53_health_check.region : check.id if region == each.key])

  latency_routing_policy {
    region = each.key
  }

  alias {
    name    = each.value.dns_name
    zone_id = each.value.zone_id
    # Of a balancer Route 53 looks at every group of targets: at the one that waits empty for the next version, and at
    # Grafana's. A balancer that serves readers would seem ill by them.
    evaluate_target_health = false
  }
}

# From outside, as readers see it. A single region has nobody to take its place, so nobody asks.
resource "aws_route53_health_check" "region" {
  for_each = var.checked && length(var.balancers) > 1 ? var.balancers : {}

  type              = "HTTPS"
  fqdn              = each.value.dns_name
  port              = 443
  resource_path     = "/readyz"
  request_interval  = 30
  failure_threshold = 3
  # The balancer's own name is asked for, and the certificate is for the site's: checkers do not mind.
  enable_sni = true
  tags       = { Name = "${var.domain} ${each.key}" }
}

resource "aws_route53_record" "grafana" {
  #checkov:skip=CKV2_AWS_23:the alias is the same balancer, given by the caller
  count = var.grafana == null ? 0 : 1

  zone_id = var.hosted_zone_id
  name    = var.grafana.host
  type    = "A"

  alias {
    name                   = var.balancers[var.grafana.region].dns_name
    zone_id                = var.balancers[var.grafana.region].zone_id
    evaluate_target_health = false
  }
}
