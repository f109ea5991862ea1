output "fqdn" {
  description = "The site's name, once it leads there."
  value       = values(aws_route53_record.site)[0].fqdn
}

output "health_check_ids" {
  description = "Route 53's health checks by region; empty for a single region."
  value       = { for region, check in aws_route53_health_check.region : region => check.id }
}
