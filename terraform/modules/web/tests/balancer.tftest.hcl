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

run "a_quiet_stream_outlives_two_signs_of_life_and_the_frontend_outlives_the_balancer" {
  command = plan

  assert {
    condition     = aws_lb.this.idle_timeout > 2 * 15 && aws_lb.this.idle_timeout < 120
    error_message = "The balancer would end quiet streams, or the frontend close before it."
  }
  assert {
    condition     = alltrue([for group in aws_lb_target_group.site : group.deregistration_delay == "30" && group.health_check[0].path == "/readyz"])
    error_message = "A task that goes, or is not ready, would get readers."
  }
  assert {
    condition     = alltrue([for group in aws_lb_target_group.site : group.load_balancing_algorithm_type == "least_outstanding_requests"])
    error_message = "Streams would heap up on one task."
  }
}

run "http_only_leads_to_https" {
  command = plan

  assert {
    condition     = aws_lb_listener.site.port == 443 && aws_lb_listener.site.protocol == "HTTPS" && startswith(aws_lb_listener.site.ssl_policy, "ELBSecurityPolicy-TLS13-1-2-")
    error_message = "The site speaks something other than TLS 1.3 and 1.2."
  }
  assert {
    condition     = aws_lb_listener.redirect[0].port == 80 && aws_lb_listener.redirect[0].default_action[0].redirect[0].status_code == "HTTP_301"
    error_message = "Port 80 does more than lead on."
  }
  assert {
    condition     = aws_lb_listener.site.routing_http_response_strict_transport_security_header_value == "max-age=31536000"
    error_message = "Browsers would come without TLS again."
  }
}

run "metrics_are_nobodys_business_and_asked_for_before_the_site" {
  command = plan

  assert {
    condition     = aws_lb_listener_rule.metrics.action[0].fixed_response[0].status_code == "404" && one(one(aws_lb_listener_rule.metrics.condition).path_pattern[0].values) == "/metrics"
    error_message = "Anybody could read the metrics."
  }
  assert {
    condition     = aws_lb_listener_rule.metrics.priority < aws_lb_listener_rule.site.priority
    error_message = "The site would be asked first."
  }
}

run "readers_come_in_by_two_ports_and_tasks_are_reached_through_the_balancer_only" {
  command = plan

  variables {
    allowed_addresses = ["203.0.113.0/24", "198.51.100.0/24"]
  }

  assert {
    condition     = toset(keys(aws_vpc_security_group_ingress_rule.readers)) == toset(["80 from 203-0-113-0-24", "443 from 203-0-113-0-24", "80 from 198-51-100-0-24", "443 from 198-51-100-0-24"])
    error_message = "Somebody else is let in, or somebody is not."
  }
  assert {
    condition     = aws_vpc_security_group_ingress_rule.balancer.cidr_ipv4 == null && aws_vpc_security_group_ingress_rule.balancer.from_port == 8080
    error_message = "Tasks are open to more than the balancer."
  }
  assert {
    condition     = length(aws_vpc_security_group_ingress_rule.cloudfront) == 0 && !aws_lb.this.internal && aws_lb.this.subnets == toset(["subnet-public-a", "subnet-public-b"])
    error_message = "A public balancer is not where readers are."
  }
  assert {
    condition     = length(aws_wafv2_web_acl_association.this) == 1
    error_message = "There is no firewall."
  }
}

run "behind_cloudfront_it_is_private_and_lets_in_nobody_else" {
  command = plan

  variables {
    internal        = true
    certificate_arn = null
    web_acl_arn     = null
  }

  assert {
    condition     = aws_lb.this.internal && aws_lb.this.subnets == toset(["subnet-private-a", "subnet-private-b"])
    error_message = "It would be reached without CloudFront."
  }
  assert {
    condition     = length(aws_vpc_security_group_ingress_rule.readers) == 0 && aws_vpc_security_group_ingress_rule.cloudfront[0].cidr_ipv4 == null && aws_vpc_security_group_ingress_rule.cloudfront[0].from_port == 80
    error_message = "Others than CloudFront are let in."
  }
  assert {
    condition     = aws_lb_listener.site.protocol == "HTTP" && aws_lb_listener.site.port == 80 && length(aws_lb_listener.redirect) == 0
    error_message = "CloudFront would be led away."
  }
  assert {
    condition     = length(aws_wafv2_web_acl_association.this) == 0
    error_message = "There is a firewall that was not given."
  }
}

run "the_network_lets_out_no_more_than_is_needed" {
  command = plan

  assert {
    condition     = aws_vpc_security_group_egress_rule.https.from_port == 443 && aws_vpc_security_group_egress_rule.inside.cidr_ipv4 == "10.64.0.0/16" && aws_vpc_security_group_egress_rule.balancer_to_tasks.from_port == 8080
    error_message = "Something can be reached that nobody has to reach."
  }
}

run "grafana_is_for_some_addresses_and_asked_for_before_the_site" {
  command = plan

  variables {
    grafana = { host = "grafana.quakes.example.org", address = "10.64.1.7", port = 3000, addresses = ["203.0.113.0/24"] }
  }

  assert {
    condition     = toset(flatten([for condition in aws_lb_listener_rule.grafana[0].condition : [for addresses in condition.source_ip : tolist(addresses.values)]])) == toset(["203.0.113.0/24"])
    error_message = "Everybody sees Grafana."
  }
  assert {
    condition     = aws_lb_listener_rule.grafana_for_others[0].action[0].fixed_response[0].status_code == "404" && aws_lb_listener_rule.grafana_for_others[0].priority > aws_lb_listener_rule.grafana[0].priority && aws_lb_listener_rule.grafana_for_others[0].priority < aws_lb_listener_rule.site.priority
    error_message = "Others are not told that there is nothing."
  }
  assert {
    condition     = aws_lb_target_group_attachment.grafana[0].target_id == "10.64.1.7" && aws_vpc_security_group_egress_rule.balancer_to_grafana[0].from_port == 3000
    error_message = "Grafana is not reached."
  }
}

run "access_logs_are_private_and_expire" {
  command = plan

  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.access_logs.rule[0].expiration[0].days == 30
    error_message = "Addresses of readers would be kept for ever."
  }
  assert {
    condition     = aws_s3_bucket_public_access_block.access_logs.block_public_policy && aws_s3_bucket_public_access_block.access_logs.restrict_public_buckets
    error_message = "They could be made public."
  }
  assert {
    condition     = contains([for statement in data.aws_iam_policy_document.access_logs.statement : statement.effect == null ? "Allow" : statement.effect], "Deny")
    error_message = "They could be read without TLS."
  }
  assert {
    condition     = aws_lb.this.enable_deletion_protection && !aws_s3_bucket.access_logs.force_destroy
    error_message = "What is protected could be deleted."
  }
}
