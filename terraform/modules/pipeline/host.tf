# kind = host: everything on one machine, by compose/host/pipeline.yaml.
module "host" {
  source = "../host"
  count  = local.on_host ? 1 : 0

  name          = var.name
  purpose       = "pipeline"
  network       = var.network
  instance_type = var.host_type
  data_gib      = var.host_data_gib

  files        = var.files
  compose_file = "host/pipeline.yaml"
  environment = merge(local.report, local.table, {
    QUAKEWIRE_PARTITIONS  = tostring(var.partitions)
    QUAKEWIRE_REPLICATION = tostring(local.replication)
  })
  service_images = { topics = var.images["setup"], producer = var.images["producer"], consumer = var.images["consumer"] }
  # The user of apache/kafka.
  data_folders = { kafka = 1000 }

  images             = values(var.repositories)
  policy_documents   = { table = data.aws_iam_policy_document.consumer.json }
  log_retention_days = var.log_retention_days
}
