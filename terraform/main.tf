# The system, in the order in which an earthquake passes: Kafka, table, frontends, readers. Who may talk to whom is in
# access.tf; each module's README says what it makes and why so.

# ---------------------------------------------------------------------------------------------------------------------
# The ground
# ---------------------------------------------------------------------------------------------------------------------

module "network" {
  source   = "./modules/network"
  for_each = toset(local.regions)

  name                = var.name
  region              = each.key
  cidr                = local.cidrs[each.key]
  zones               = var.zones
  nat                 = var.nat
  interface_endpoints = var.interface_endpoints ? local.endpoints[each.key] : []
  log_retention_days  = var.log_retention_days
}

module "registry" {
  source = "./modules/registry"

  name            = var.name
  repositories    = ["producer", "consumer", "frontend", "setup"]
  replica_regions = var.further_regions
}

# What hosts run: compose/ and grafana/ as they are in this project.
module "files" {
  source = "./modules/files"

  name           = var.name
  project_folder = local.project_folder
}

# ---------------------------------------------------------------------------------------------------------------------
# The pipeline, in the home region
# ---------------------------------------------------------------------------------------------------------------------

module "event_store" {
  source = "./modules/event-store"

  name                = coalesce(var.table, var.name)
  region              = var.region
  replica_regions     = distinct(concat(var.further_regions, var.replica_regions))
  consistency         = var.consistency
  witness_region      = var.witness_region
  deletion_protection = var.deletion_protection
}

module "pipeline" {
  source = "./modules/pipeline"

  name               = var.name
  kind               = var.kafka
  network            = module.network[var.region].network
  files              = module.files.files
  images             = { for name in ["producer", "consumer", "setup"] : name => var.images[name] }
  repositories       = { for name in ["producer", "consumer", "setup"] : name => module.registry.arns[name] }
  table              = module.event_store.table
  loki_url           = module.observability.loki_url
  environment        = var.environment
  partitions         = var.partitions
  producers          = var.producers
  consumers          = var.consumers
  host_type          = var.pipeline_host.type
  host_data_gib      = var.pipeline_host.data_gib
  broker_type        = var.broker.type
  broker_data_gib    = var.broker.data_gib
  log_retention_days = var.log_retention_days
}

module "observability" {
  source = "./modules/observability"

  name               = var.name
  network            = module.network[var.region].network
  files              = module.files.files
  instance_type      = var.observability.type
  data_gib           = var.observability.data_gib
  store              = var.observability.store
  environment        = var.environment
  targets            = merge(module.pipeline.targets, { frontend = module.web[var.region].target })
  alert_email        = var.alert_email
  grafana_url        = local.grafana_host == null ? null : "https://${local.grafana_host}/"
  log_retention_days = var.log_retention_days
}

# ---------------------------------------------------------------------------------------------------------------------
# The site, in every region
# ---------------------------------------------------------------------------------------------------------------------

data "aws_route53_zone" "site" {
  count = var.domain == null ? 0 : 1
  name  = local.hosted_zone
}

# Certificate and firewall; CloudFront's are where CloudFront wants them.
module "edge" {
  source   = "./modules/edge"
  for_each = toset(local.cloudfront ? ["us-east-1"] : local.regions)

  name               = var.name
  region             = each.key
  scope              = local.cloudfront ? "CLOUDFRONT" : "REGIONAL"
  domain             = var.domain
  further_names      = local.grafana_host == null ? [] : [local.grafana_host]
  hosted_zone_id     = one(data.aws_route53_zone.site[*].zone_id)
  rate_limit         = var.requests_per_address
  log_retention_days = var.log_retention_days
}

module "web" {
  source   = "./modules/web"
  for_each = toset(local.regions)

  name    = var.name
  region  = each.key
  network = module.network[each.key].network

  image          = var.images["frontend"]
  repository_arn = module.registry.arns["frontend"]
  environment    = var.environment
  table          = module.event_store.tables[each.key]
  # Kafka and Loki are at home. Elsewhere changes come from the region's own replica of the table, and logs stay in
  # CloudWatch.
  kafka      = each.key == var.region ? module.pipeline.kafka : null
  loki_url   = each.key == var.region ? module.observability.loki_url : null
  public_url = var.domain == null ? null : "https://${var.domain}"
  # They are sent from Kafka.
  webhooks_secret_arn = each.key == var.region ? var.webhooks_secret_arn : null

  internal          = local.cloudfront
  certificate_arn   = local.cloudfront ? null : module.edge[each.key].certificate_arn
  web_acl_arn       = local.cloudfront ? null : module.edge[each.key].web_acl_arn
  allowed_addresses = var.allowed_addresses
  idle_timeout      = var.idle_timeout
  grpc              = var.grpc

  tasks            = { min = var.web.min, max = var.web.max, cpu = var.web.cpu, memory = var.web.memory }
  streams_per_task = var.web.streams_per_task
  deployment       = local.deployment

  grafana = local.grafana_host == null || each.key != var.region ? null : {
    host      = local.grafana_host
    address   = module.observability.grafana_address
    port      = module.observability.grafana_port
    addresses = var.grafana_addresses
  }

  deletion_protection = var.deletion_protection
  log_retention_days  = var.log_retention_days
}

module "dns" {
  source = "./modules/dns"
  count  = var.domain != null && !local.cloudfront ? 1 : 0

  domain         = var.domain
  hosted_zone_id = one(data.aws_route53_zone.site[*].zone_id)
  balancers      = { for region in local.regions : region => module.web[region].balancer }
  grafana        = local.grafana_host == null ? null : { host = local.grafana_host, region = var.region }
  # Route 53 asks from everywhere: where not everyone is let in, every region would look ill.
  checked = contains(var.allowed_addresses, "0.0.0.0/0")
}

module "cdn" {
  source = "./modules/cdn"
  count  = local.cloudfront ? 1 : 0

  name               = var.name
  balancer           = module.web[var.region].balancer
  domain             = var.domain
  hosted_zone_id     = one(data.aws_route53_zone.site[*].zone_id)
  certificate_arn    = module.edge["us-east-1"].certificate_arn
  web_acl_arn        = module.edge["us-east-1"].web_acl_arn
  log_retention_days = var.log_retention_days
}
