data "aws_region" "here" {}
data "aws_caller_identity" "self" {}

locals {
  purpose = "observability"
  # Put together from what was given, not from what is made: those who are watched know it as well.
  host_name = "${local.purpose}.${var.network.namespace.domain}"

  # Known when planning, whatever else is not.
  in_s3 = var.store == "s3"
  mails = var.alert_email != null

  ports = { loki = 3100, grafana = 3000 }

  # Where the host writes down whom Prometheus asks.
  targets_folder = "/etc/quakewire/targets"

  environment = merge(
    {
      QUAKEWIRE_ENVIRONMENT = var.environment
      PROMETHEUS_TARGETS    = local.targets_folder
      AWS_REGION            = data.aws_region.here.region
      # Who comes by a tunnel was let in by AWS already. Behind a load balancer that is anyone.
      GRAFANA_ANONYMOUS      = tostring(var.grafana_url == null)
      GRAFANA_SECURE_COOKIES = tostring(var.grafana_url != null)
    },
    var.grafana_url == null ? {} : { GRAFANA_URL = var.grafana_url },
    local.in_s3 ? { LOKI_CONFIG = "loki-s3.yaml", LOKI_BUCKET = aws_s3_bucket.lines[0].bucket } : {},
    local.mails ? { GRAFANA_ALERT_TOPIC = aws_sns_topic.alerts[0].arn } : {},
  )
}

module "host" {
  source = "../host"

  name          = var.name
  purpose       = local.purpose
  network       = var.network
  subnet_index  = 0
  instance_type = var.instance_type
  data_gib      = var.data_gib

  files        = var.files
  compose_file = "host/observability.yaml"
  environment  = local.environment
  # As compose/README.md says: whose user writes what.
  data_folders = { loki = 10001, prometheus = 65534, grafana = 472 }
  before_start = local.before_start

  # All images are others' and public.
  images = []
  policy_documents = merge(
    { password = data.aws_iam_policy_document.password.json },
    local.in_s3 ? { lines = data.aws_iam_policy_document.lines[0].json } : {},
    local.mails ? { alerts = data.aws_iam_policy_document.alerts[0].json } : {},
  )

  log_retention_days = var.log_retention_days
}

locals {
  before_start = templatefile("${path.module}/before-start.sh.tftpl", {
    region         = data.aws_region.here.region
    secret         = aws_secretsmanager_secret.password.arn
    mails          = local.mails
    targets        = var.targets
    targets_folder = local.targets_folder
  })
}
