# kind = msk: Amazon's three brokers. Its clients speak plain Kafka within the network: our librdkafka is built without TLS
# (README.md of the project). TLS is offered as well, for the day when it is not.

locals {
  # The controllers are Kafka's own (KRaft) from 3.7 on. Read in AWS's list, not tried.
  msk_version = "4.1.x.kraft"
}

resource "aws_msk_cluster" "this" {
  #checkov:skip=CKV_AWS_81:at rest it is encrypted with AWS's key; clients cannot speak TLS yet, and are in the same private network
  count = var.kind == "msk" ? 1 : 0

  cluster_name           = var.name
  kafka_version          = local.msk_version
  number_of_broker_nodes = 3

  broker_node_group_info {
    instance_type   = var.broker_type
    client_subnets  = slice(var.network.private_subnet_ids, 0, 3)
    security_groups = aws_security_group.kafka[*].id

    storage_info {
      ebs_storage_info {
        volume_size = var.broker_data_gib
      }
    }
  }

  configuration_info {
    arn      = aws_msk_configuration.this[0].arn
    revision = aws_msk_configuration.this[0].latest_revision
  }

  # Security groups say who reaches it.
  client_authentication {
    unauthenticated = true
  }

  # Without a key of ours AWS takes its own for what is at rest.
  encryption_info {
    encryption_in_transit {
      client_broker = "TLS_PLAINTEXT"
      in_cluster    = true
    }
  }

  logging_info {
    broker_logs {
      cloudwatch_logs {
        enabled   = true
        log_group = aws_cloudwatch_log_group.msk[0].name
      }
    }
  }
}

resource "aws_msk_configuration" "this" {
  count = var.kind == "msk" ? 1 : 0

  name        = var.name
  description = "What ${var.name} wants of its brokers, as in compose/host/broker.yaml"

  # Topics are made by the set-up program; one made by a typo would hide it.
  server_properties = <<-PROPERTIES
    auto.create.topics.enable=false
    default.replication.factor=3
    min.insync.replicas=2
  PROPERTIES
}

resource "aws_cloudwatch_log_group" "msk" {
  #checkov:skip=CKV_AWS_158:encrypted with CloudWatch's own key, which costs nothing; brokers write no secrets
  #checkov:skip=CKV_AWS_338:how long is a setting; nobody asks for a broker's log after a year
  count = var.kind == "msk" ? 1 : 0

  name              = "/${var.name}/msk"
  retention_in_days = var.log_retention_days
}
