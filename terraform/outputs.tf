output "site" {
  description = "Where the page is."
  value       = "https://${coalesce(var.domain, one(module.cdn[*].domain_name), "-")}/"
}

output "grpc" {
  description = "Where clients of gRPC ask, with TLS. Null where it does not pass."
  value       = var.grpc ? "${var.domain}:443" : null
}

output "grafana" {
  description = "How to reach Grafana: its address, or the command that makes a tunnel to it (AWS's session-manager-plugin is needed), then http://127.0.0.1:3000/."
  value = local.grafana_host != null ? "https://${local.grafana_host}/" : join(" ", [
    "aws ssm start-session --region ${var.region} --target ${module.observability.instance_id}",
    "--document-name AWS-StartPortForwardingSessionToRemoteHost",
    "--parameters 'host=${module.observability.grafana_address},portNumber=${module.observability.grafana_port},localPortNumber=3000'",
  ])
}

output "grafana_password" {
  description = "The command that shows the password of Grafana's user admin, once its host has made it."
  value       = "aws secretsmanager get-secret-value --region ${var.region} --secret-id ${module.observability.grafana_secret_arn} --query SecretString --output text"
}

output "table" {
  description = "The table's name, the same in all regions."
  value       = module.event_store.table.name
}

output "kafka" {
  description = "Kafka's bootstrap servers, within the network."
  value       = module.pipeline.kafka.bootstrap
}

output "follow_logs" {
  description = "How to follow what frontends write where Loki is away; all logs are in Grafana, dashboard Logs."
  value       = { for region in local.regions : region => "aws logs tail ${module.web[region].log_group} --follow --region ${region}" }
}

output "registry" {
  description = "Where our images are kept: what IMAGE_PREFIX of compose/images is."
  value       = module.registry.prefix
}

output "regions" {
  description = "Where frontends are, home first."
  value       = local.regions
}
