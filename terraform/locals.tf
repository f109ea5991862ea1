locals {
  # Frontends are in all of these; the first is home.
  regions = concat([var.region], var.further_regions)
  # Ranges of different regions never overlap, should they ever be connected.
  cidrs = { for place, region in local.regions : region => cidrsubnet("10.64.0.0/13", 3, place) }

  cloudfront  = coalesce(var.cloudfront, var.domain == null)
  hosted_zone = var.domain == null ? null : coalesce(var.hosted_zone, join(".", slice(split(".", var.domain), 1, length(split(".", var.domain)))))

  # With two versions at once a page and its files must come from the same. The load balancer sees to that by a cookie; what
  # CloudFront asks for has none.
  deployment = merge(var.deployment, { strategy = coalesce(var.deployment.strategy, local.cloudfront ? "BLUE_GREEN" : "CANARY") })

  # What private tasks ask of AWS: images and logs. Hosts are at home only: their sessions and settings, Grafana's
  # password. Where there are webhooks, tasks at home get their rules from the last one too.
  task_endpoints = ["ecr.api", "ecr.dkr", "logs"]
  host_endpoints = ["ssm", "ssmmessages", "ec2messages", "secretsmanager"]
  endpoints      = { for region in local.regions : region => concat(local.task_endpoints, region == var.region ? local.host_endpoints : []) }

  # Grafana on the load balancer, or by a tunnel only.
  grafana_host = length(var.grafana_addresses) == 0 ? null : "grafana.${var.domain}"

  # Where clients of each kind of Kafka find it: the hosts' second listener, or MSK's without TLS.
  kafka_port = var.kafka == "msk" ? 9092 : 9094

  # A copy of this folder alone can be planned, which checks do; its hosts would have nothing to run, and say so.
  project_folder = var.project_folder != null ? var.project_folder : fileexists("${path.root}/../compose/services.yaml") ? "${path.root}/.." : null
}
