# From EMSC's feed to the table. `kind` says what Kafka is; producer and consumer are on its host or, where Kafka is three,
# tasks of their own. What all kinds have in common is here; each has a file.

locals {
  on_host = var.kind == "host"

  # Three brokers, three copies.
  replication = local.on_host ? 1 : 3

  # What all our programs here are told.
  report = {
    QUAKEWIRE_ENVIRONMENT = var.environment
    QUAKEWIRE_LOKI_URL    = var.loki_url
  }
  table = {
    QUAKEWIRE_TABLE  = var.table.name
    QUAKEWIRE_REGION = var.table.region
  }

  bootstrap = one(concat(
    [for host in module.host : "${host.name}:9094"],
    [for all in [join(",", [for broker in local.brokers : "${broker.name}:9094"])] : all if all != ""],
    aws_msk_cluster.this[*].bootstrap_brokers,
  ))
}

# What crates/store/src/write.rs asks of the table: it writes, and after a try that failed half-way it looks.
data "aws_iam_policy_document" "consumer" {
  statement {
    sid       = "Store"
    actions   = ["dynamodb:GetItem", "dynamodb:PutItem"]
    resources = [var.table.arn]
  }
}
