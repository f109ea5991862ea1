mock_provider "aws" {
  mock_data "aws_availability_zones" {
    defaults = { names = ["eu-central-1c", "eu-central-1a", "eu-central-1b"] }
  }
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "000000000000" }
  }
}

variables {
  name   = "quakewire"
  region = "eu-central-1"
  cidr   = "10.64.0.0/16"
}

run "two_zones_share_one_gateway" {
  assert {
    condition     = output.zones == tolist(["eu-central-1a", "eu-central-1b"])
    error_message = "The first two zones by name."
  }
  assert {
    condition     = keys(aws_nat_gateway.zonal) == ["eu-central-1a"] && length(aws_nat_gateway.regional) == 0 && length(aws_eip.nat) == 1
    error_message = "One gateway, in the first zone, with one address."
  }
  assert {
    condition     = aws_nat_gateway.zonal["eu-central-1a"].subnet_id == aws_subnet.public["eu-central-1a"].id
    error_message = "A gateway is in a public subnet."
  }
  assert {
    condition     = length(aws_route.nat) == 2 && alltrue([for route in aws_route.nat : route.nat_gateway_id == aws_nat_gateway.zonal["eu-central-1a"].id])
    error_message = "Both private subnets leave by it."
  }
  assert {
    condition     = { for zone, subnet in aws_subnet.private : zone => subnet.cidr_block } == { eu-central-1a = "10.64.0.0/18", eu-central-1b = "10.64.64.0/18" }
    error_message = "Private subnets have a quarter of the range each."
  }
  assert {
    condition     = { for zone, subnet in aws_subnet.public : zone => subnet.cidr_block } == { eu-central-1a = "10.64.192.0/20", eu-central-1b = "10.64.208.0/20" }
    error_message = "Public subnets share the last quarter."
  }
  assert {
    condition     = length(aws_vpc_endpoint.interface) == 0 && length(aws_security_group.endpoints) == 0
    error_message = "No interface endpoints where none are asked for."
  }
}

run "a_third_zone_moves_nobody" {
  variables {
    zones = 3
  }

  assert {
    condition = { for zone, subnet in aws_subnet.private : zone => subnet.cidr_block } == {
      eu-central-1a = "10.64.0.0/18", eu-central-1b = "10.64.64.0/18", eu-central-1c = "10.64.128.0/18",
    }
    error_message = "The first two keep their ranges."
  }
  assert {
    condition     = aws_subnet.private["eu-central-1a"].id == output.network.private_subnet_ids[0] && length(output.network.private_subnet_ids) == 3
    error_message = "Subnets are told in the order of zones."
  }
}

run "with_nat_per_zone_each_zone_has_its_own_way_out" {
  variables {
    zones = 3
    nat   = "per-zone"
  }

  assert {
    condition     = length(aws_nat_gateway.zonal) == 3 && length(aws_eip.nat) == 3
    error_message = "Three gateways with three addresses."
  }
  assert {
    condition     = alltrue([for zone, route in aws_route.nat : route.nat_gateway_id == aws_nat_gateway.zonal[zone].id && route.route_table_id == aws_route_table.private[zone].id])
    error_message = "Each zone leaves by its own gateway."
  }
}

run "a_regional_gateway_needs_no_subnet_and_no_address_of_ours" {
  variables {
    zones = 3
    nat   = "regional"
  }

  assert {
    condition     = length(aws_nat_gateway.regional) == 1 && length(aws_nat_gateway.zonal) == 0 && length(aws_eip.nat) == 0
    error_message = "One regional gateway and nothing else."
  }
  assert {
    condition     = aws_nat_gateway.regional[0].availability_mode == "regional" && aws_nat_gateway.regional[0].vpc_id == aws_vpc.this.id
    error_message = "It belongs to the VPC."
  }
  assert {
    condition     = length(aws_route.nat) == 3 && alltrue([for route in aws_route.nat : route.nat_gateway_id == aws_nat_gateway.regional[0].id])
    error_message = "All zones leave by it."
  }
}

run "without_nat_private_subnets_have_no_way_out" {
  variables {
    nat                 = "none"
    interface_endpoints = ["ecr.api", "ecr.dkr", "logs"]
  }

  assert {
    condition     = length(aws_nat_gateway.zonal) == 0 && length(aws_nat_gateway.regional) == 0 && length(aws_route.nat) == 0
    error_message = "No gateway and no route."
  }
}

run "the_table_and_the_images_layers_never_leave_the_network" {
  assert {
    condition     = toset([for endpoint in aws_vpc_endpoint.gateway : endpoint.service_name]) == toset(["com.amazonaws.eu-central-1.dynamodb", "com.amazonaws.eu-central-1.s3"])
    error_message = "Gateway endpoints for DynamoDB and S3, always."
  }
  assert {
    condition     = alltrue([for endpoint in aws_vpc_endpoint.gateway : endpoint.vpc_endpoint_type == "Gateway" && endpoint.route_table_ids == toset([for table in aws_route_table.private : table.id])])
    error_message = "All private subnets use them."
  }
}

run "interface_endpoints_take_https_from_the_network_only" {
  variables {
    zones               = 3
    interface_endpoints = ["ecr.api", "logs"]
  }

  assert {
    condition     = toset([for endpoint in aws_vpc_endpoint.interface : endpoint.service_name]) == toset(["com.amazonaws.eu-central-1.ecr.api", "com.amazonaws.eu-central-1.logs"])
    error_message = "One for each service that is asked for."
  }
  assert {
    condition     = alltrue([for endpoint in aws_vpc_endpoint.interface : endpoint.private_dns_enabled && length(endpoint.subnet_ids) == 3])
    error_message = "In every zone, under the service's usual name."
  }
  assert {
    condition     = length(aws_vpc_security_group_ingress_rule.endpoints) == 1 && aws_vpc_security_group_ingress_rule.endpoints[0].cidr_ipv4 == "10.64.0.0/16" && aws_vpc_security_group_ingress_rule.endpoints[0].from_port == 443 && aws_vpc_security_group_ingress_rule.endpoints[0].to_port == 443
    error_message = "Port 443, from the network's own range."
  }
}

run "nothing_is_given_a_public_address" {
  assert {
    condition     = alltrue([for subnet in concat(values(aws_subnet.public), values(aws_subnet.private)) : subnet.map_public_ip_on_launch == false])
    error_message = "No subnet gives out public addresses."
  }
  assert {
    condition     = aws_default_security_group.closed.vpc_id == aws_vpc.this.id
    error_message = "The default group is ours, without rules."
  }
}

run "all_traffic_is_logged_and_kept_as_long_as_asked" {
  variables {
    log_retention_days = 90
  }

  assert {
    condition     = aws_flow_log.this.traffic_type == "ALL" && aws_flow_log.this.vpc_id == aws_vpc.this.id && aws_flow_log.this.log_destination == aws_cloudwatch_log_group.flow_log.arn
    error_message = "The whole VPC, what was refused too."
  }
  assert {
    condition     = aws_cloudwatch_log_group.flow_log.retention_in_days == 90
    error_message = "As many days as asked."
  }
  assert {
    condition     = data.aws_iam_policy_document.flow_log.statement[0].resources == toset(["${aws_cloudwatch_log_group.flow_log.arn}:*"])
    error_message = "The role writes into this group and no other."
  }
  assert {
    condition     = aws_iam_role.flow_log.name == "quakewire-flow-log-eu-central-1"
    error_message = "Roles have no region, so the name says it: several networks are in one account."
  }
}

run "names_are_found_inside_the_network" {
  assert {
    condition     = output.network.namespace.domain == "quakewire.internal" && aws_service_discovery_private_dns_namespace.this.vpc == aws_vpc.this.id
    error_message = "The namespace is <name>.internal."
  }
  assert {
    condition     = output.network.namespace.zone_id == aws_service_discovery_private_dns_namespace.this.hosted_zone && output.network.vpc_id == aws_vpc.this.id && output.network.cidr == "10.64.0.0/16"
    error_message = "Other modules are told what they need."
  }
}

run "a_region_with_too_few_zones_is_told" {
  command = plan
  variables {
    zones = 3
  }
  override_data {
    target = data.aws_availability_zones.usable
    values = { names = ["us-west-1a", "us-west-1c"] }
  }

  expect_failures = [data.aws_availability_zones.usable]
}
