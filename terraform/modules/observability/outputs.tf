output "loki_url" {
  description = "Where services send their logs."
  value       = "http://${local.host_name}:${local.ports.loki}"
}

output "security_group_id" {
  description = "The host's security group: Prometheus asks from it, Loki and Grafana answer in it."
  value       = module.host.security_group_id
}

output "instance_id" {
  description = "The host, for a tunnel to Grafana or a session."
  value       = module.host.instance_id
}

output "grafana_secret_arn" {
  description = "The secret with the password of Grafana's user admin, once the host has started."
  value       = aws_secretsmanager_secret.password.arn
}

output "grafana_address" {
  description = "The host's address, for a load balancer's target group."
  value       = module.host.address
}

output "grafana_port" {
  description = "Grafana's port on it."
  value       = local.ports.grafana
}

output "alert_topic_arn" {
  description = "The topic whose messages are sent on as mail, for further alarms. Null without alert_email."
  value       = one(aws_sns_topic.alerts[*].arn)
}
