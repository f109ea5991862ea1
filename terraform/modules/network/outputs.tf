output "network" {
  description = "What other modules need of it: the VPC, its range, its subnets (in the order of zones) and its DNS namespace."
  value = {
    vpc_id             = aws_vpc.this.id
    cidr               = var.cidr
    private_subnet_ids = [for zone in local.zones : aws_subnet.private[zone].id]
    public_subnet_ids  = [for zone in local.zones : aws_subnet.public[zone].id]
    namespace = {
      id      = aws_service_discovery_private_dns_namespace.this.id
      arn     = aws_service_discovery_private_dns_namespace.this.arn
      zone_id = aws_service_discovery_private_dns_namespace.this.hosted_zone
      domain  = aws_service_discovery_private_dns_namespace.this.name
    }
  }

  # Whoever starts in a private subnet has to get out at once: user data fetches packages, tasks fetch images.
  depends_on = [
    aws_route.internet,
    aws_route.nat,
    aws_route_table_association.private,
    aws_route_table_association.public,
    aws_vpc_endpoint.gateway,
    aws_vpc_endpoint.interface,
    aws_vpc_security_group_ingress_rule.endpoints,
  ]
}

output "zones" {
  description = "The availability zones it is in, by name."
  value       = local.zones
}
