mock_provider "aws" {
  mock_resource "aws_dynamodb_table" {
    defaults = { arn = "arn:aws:dynamodb:eu-central-1:000000000000:table/quakewire" }
  }
}

variables {
  name   = "quakewire"
  region = "eu-central-1"
}

run "keys_and_indexes_are_those_of_the_definition" {
  assert {
    condition     = aws_dynamodb_table.this.hash_key == "id" && aws_dynamodb_table.this.range_key == "rev"
    error_message = "The table's key is id and rev."
  }
  assert {
    condition = {
      for index in aws_dynamodb_table.this.global_secondary_index : index.name => { for key in index.key_schema : key.key_type => key.attribute_name }
      } == {
      by-origin = { HASH = "origin_day", RANGE = "origin" }
      by-change = { HASH = "change_day", RANGE = "change" }
    }
    error_message = "Two indexes, each with day and moment."
  }
  assert {
    condition     = alltrue([for index in aws_dynamodb_table.this.global_secondary_index : index.projection_type == "ALL"])
    error_message = "An index has the whole item: readers never go back to the table."
  }
  assert {
    condition     = { for attribute in aws_dynamodb_table.this.attribute : attribute.name => attribute.type } == { for name in ["id", "rev", "origin_day", "origin", "change_day", "change"] : name => "S" }
    error_message = "What is a key is a string, and nothing else is declared."
  }
}

run "it_is_encrypted_recoverable_and_protected" {
  assert {
    condition     = one(aws_dynamodb_table.this.server_side_encryption).enabled && one(aws_dynamodb_table.this.point_in_time_recovery).enabled && aws_dynamodb_table.this.deletion_protection_enabled
    error_message = "Encryption, point-in-time recovery and deletion protection are on."
  }
  assert {
    condition     = aws_dynamodb_table.this.stream_enabled && aws_dynamodb_table.this.stream_view_type == "NEW_AND_OLD_IMAGES"
    error_message = "Replicas need the stream, with both images."
  }
}

run "it_is_paid_by_request_up_to_a_bound" {
  variables {
    limits = { read = 8000 }
  }

  assert {
    condition     = aws_dynamodb_table.this.billing_mode == "PAY_PER_REQUEST"
    error_message = "On demand."
  }
  assert {
    condition     = one(aws_dynamodb_table.this.on_demand_throughput).max_read_request_units == 8000 && one(aws_dynamodb_table.this.on_demand_throughput).max_write_request_units == 500
    error_message = "The table has the bounds that are asked for."
  }
  assert {
    condition     = alltrue([for index in aws_dynamodb_table.this.global_secondary_index : one(index.on_demand_throughput).max_write_request_units >= one(aws_dynamodb_table.this.on_demand_throughput).max_write_request_units])
    error_message = "No index holds the table up."
  }
}

run "alone_it_has_no_replicas_and_no_witness" {
  assert {
    condition     = length(aws_dynamodb_table.this.replica) == 0 && length(aws_dynamodb_table.this.global_table_witness) == 0
    error_message = "One region, one table."
  }
  assert {
    condition     = output.tables == { eu-central-1 = output.table } && output.table.name == "quakewire" && output.table.region == "eu-central-1"
    error_message = "The home table is the only one."
  }
}

run "a_replica_is_as_safe_as_the_table" {
  variables {
    replica_regions = ["us-west-2", "ap-northeast-1"]
  }

  assert {
    condition     = toset([for replica in aws_dynamodb_table.this.replica : replica.region_name]) == toset(["us-west-2", "ap-northeast-1"])
    error_message = "One replica in each region."
  }
  assert {
    condition     = alltrue([for replica in aws_dynamodb_table.this.replica : replica.point_in_time_recovery && replica.deletion_protection_enabled && replica.propagate_tags && replica.consistency_mode == "EVENTUAL"])
    error_message = "Recoverable, protected and tagged like the table."
  }
  assert {
    condition     = output.tables["us-west-2"] == { name = "quakewire", arn = "arn:aws:dynamodb:us-west-2:000000000000:table/quakewire", region = "us-west-2" }
    error_message = "A replica's ARN is the table's, in its own region."
  }
  assert {
    condition     = output.table.arn == "arn:aws:dynamodb:eu-central-1:000000000000:table/quakewire"
    error_message = "The home table's ARN stays."
  }
}

run "without_protection_no_replica_is_protected_either" {
  variables {
    replica_regions     = ["us-west-2"]
    deletion_protection = false
  }

  assert {
    condition     = !aws_dynamodb_table.this.deletion_protection_enabled && alltrue([for replica in aws_dynamodb_table.this.replica : !replica.deletion_protection_enabled])
    error_message = "All of it can be taken down."
  }
}

run "strong_consistency_of_three_replicas" {
  variables {
    replica_regions = ["eu-west-1", "eu-west-3"]
    consistency     = "STRONG"
  }

  assert {
    condition     = alltrue([for replica in aws_dynamodb_table.this.replica : replica.consistency_mode == "STRONG"]) && length(aws_dynamodb_table.this.global_table_witness) == 0
    error_message = "Both replicas are STRONG."
  }
}

run "strong_consistency_with_a_witness" {
  variables {
    replica_regions = ["eu-west-1"]
    witness_region  = "eu-west-3"
    consistency     = "STRONG"
  }

  assert {
    condition     = one(aws_dynamodb_table.this.global_table_witness).region_name == "eu-west-3"
    error_message = "The witness is where it should be."
  }
  assert {
    condition     = keys(output.tables) == ["eu-central-1", "eu-west-1"]
    error_message = "A witness cannot be read, so it is not among the tables."
  }
}
