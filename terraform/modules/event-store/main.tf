# The table: one, with two indexes, and the whole of it again in every further region.

locals {
  # Keys and indexes, as crates/store/src/table.rs has them; a test compares the two.
  definition = jsondecode(file("${path.module}/table.json"))
  # DynamoDB wants to know the types of what is a key somewhere, and of nothing else.
  keys = toset(flatten([for key in concat([local.definition.key], values(local.definition.indexes)) : [key.hash, key.range]]))

  # Regions near enough to each other that AWS offers STRONG consistency among them.
  strong_together = {
    us = ["us-east-1", "us-east-2", "us-west-2"]
    eu = ["eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1"]
    ap = ["ap-northeast-1", "ap-northeast-2", "ap-northeast-3"]
  }
}

resource "aws_dynamodb_table" "this" {
  #checkov:skip=CKV_AWS_119:AWS's own key costs nothing; one of ours is a dollar a month in each region for data that is public
  region       = var.region
  name         = var.name
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = local.definition.key.hash
  range_key    = local.definition.key.range

  deletion_protection_enabled = var.deletion_protection

  # Replicas are fed from the stream; without any it is there for who adds one, or follows the table otherwise.
  stream_enabled   = true
  stream_view_type = "NEW_AND_OLD_IMAGES"

  dynamic "attribute" {
    for_each = local.keys

    content {
      name = attribute.value
      type = "S"
    }
  }

  dynamic "global_secondary_index" {
    for_each = local.definition.indexes

    content {
      name            = global_secondary_index.key
      projection_type = "ALL"

      key_schema {
        attribute_name = global_secondary_index.value.hash
        key_type       = "HASH"
      }
      key_schema {
        attribute_name = global_secondary_index.value.range
        key_type       = "RANGE"
      }

      # An index has a bound of its own. Were its writes bound tighter than the table's, it would hold the table up.
      on_demand_throughput {
        max_read_request_units  = var.limits.read
        max_write_request_units = var.limits.write
      }
    }
  }

  on_demand_throughput {
    max_read_request_units  = var.limits.read
    max_write_request_units = var.limits.write
  }

  point_in_time_recovery {
    enabled                 = true
    recovery_period_in_days = 35
  }

  # The key alias/aws/dynamodb, which AWS keeps in each region.
  server_side_encryption {
    enabled = true
  }

  dynamic "replica" {
    for_each = var.replica_regions

    content {
      region_name                 = replica.value
      consistency_mode            = var.consistency
      point_in_time_recovery      = true
      deletion_protection_enabled = var.deletion_protection
      # What has default tags at home has them everywhere.
      propagate_tags = true
    }
  }

  dynamic "global_table_witness" {
    for_each = compact([var.witness_region])

    content {
      region_name = global_table_witness.value
    }
  }

  # A replica of a table with data takes as long as the data. Before the table goes, each replica does.
  timeouts {
    create = "60m"
    update = "90m"
    delete = "60m"
  }
}
