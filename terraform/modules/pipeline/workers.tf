# Where Kafka is three, producer and consumer are tasks, each before its start with the set-up program for the topics: it
# leaves alone what is there, so it does not matter who is first.

locals {
  settings = merge(local.report, { QUAKEWIRE_KAFKA = local.bootstrap })
  setup = {
    image   = var.images["setup"]
    command = ["quakewire-topics"]
    environment = merge(local.settings, {
      QUAKEWIRE_PARTITIONS  = tostring(var.partitions)
      QUAKEWIRE_REPLICATION = tostring(local.replication)
    })
  }
}

resource "aws_ecs_cluster" "workers" {
  #checkov:skip=CKV_AWS_224:nobody opens a shell in these tasks, so there is nothing to be logged
  count = local.on_host ? 0 : 1

  name = "${var.name}-workers"

  setting {
    name  = "containerInsights"
    value = "enabled"
  }
}

module "producer" {
  source = "../worker"
  count  = local.on_host ? 0 : 1

  name               = var.name
  service            = "producer"
  network            = var.network
  cluster_arn        = aws_ecs_cluster.workers[0].arn
  image              = var.images["producer"]
  setup              = local.setup
  environment        = local.settings
  port               = 9101
  tasks              = var.producers
  repositories       = [for name, arn in var.repositories : arn if contains(["producer", "setup"], name)]
  log_retention_days = var.log_retention_days
}

module "consumer" {
  source = "../worker"
  count  = local.on_host ? 0 : 1

  name               = var.name
  service            = "consumer"
  network            = var.network
  cluster_arn        = aws_ecs_cluster.workers[0].arn
  image              = var.images["consumer"]
  setup              = local.setup
  environment        = merge(local.settings, local.table)
  port               = 9102
  tasks              = var.consumers
  policy_json        = data.aws_iam_policy_document.consumer.json
  repositories       = [for name, arn in var.repositories : arn if contains(["consumer", "setup"], name)]
  log_retention_days = var.log_retention_days
}
