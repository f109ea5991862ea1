# tests/project is a small project like ours, with what hosts need and what they must not get.
mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
}

variables {
  name           = "quakewire"
  project_folder = "./tests/project"
}

run "hosts_get_what_they_run_and_nothing_else" {
  assert {
    condition = keys(aws_s3_object.this) == [
      "compose/config/targets/producer.yaml",
      "compose/host/pipeline.yaml",
      "compose/services.yaml",
      "grafana/dashboards/web.json",
      "grafana/prometheus/rules.yaml",
      "grafana/provisioning/datasources/loki.yaml",
    ]
    error_message = "No hidden file, no test of rules, no source of dashboards, nothing of compose.yaml."
  }
  assert {
    condition     = alltrue([for name, object in aws_s3_object.this : object.key == name && object.source == "./tests/project/${name}"])
    error_message = "Files have the names they have in the project."
  }
}

run "what_changed_is_uploaded_anew" {
  assert {
    condition     = alltrue([for name, object in aws_s3_object.this : object.source_hash == filesha256("./tests/project/${name}")])
    error_message = "A file's hash is its contents'."
  }
}

run "the_version_is_made_of_all_names_and_contents" {
  assert {
    condition     = output.files.version == sha256(join("\n", [for name in keys(aws_s3_object.this) : "${name} ${filesha256("./tests/project/${name}")}"]))
    error_message = "Another name or other contents, another version."
  }
  assert {
    condition     = output.files.bucket == aws_s3_bucket.this.bucket && output.files.arn == aws_s3_bucket.this.arn
    error_message = "Hosts are told where it is."
  }
}

run "the_bucket_is_private_encrypted_and_versioned" {
  assert {
    condition     = aws_s3_bucket_public_access_block.this.block_public_acls && aws_s3_bucket_public_access_block.this.block_public_policy && aws_s3_bucket_public_access_block.this.ignore_public_acls && aws_s3_bucket_public_access_block.this.restrict_public_buckets
    error_message = "Nothing in it can be made public."
  }
  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default).sse_algorithm == "AES256"
    error_message = "It is encrypted."
  }
  assert {
    condition     = one(aws_s3_bucket_versioning.this.versioning_configuration).status == "Enabled"
    error_message = "It is versioned."
  }
  assert {
    condition     = one(aws_s3_bucket_ownership_controls.this.rule).object_ownership == "BucketOwnerEnforced"
    error_message = "There are no access lists."
  }
  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.this.rule[0].status == "Enabled" && one(aws_s3_bucket_lifecycle_configuration.this.rule[0].noncurrent_version_expiration).noncurrent_days == 30
    error_message = "Old versions go after 30 days."
  }
}

run "nobody_reads_in_the_clear" {
  assert {
    condition     = data.aws_iam_policy_document.encrypted_only.statement[0].effect == "Deny" && one(data.aws_iam_policy_document.encrypted_only.statement[0].condition).variable == "aws:SecureTransport" && one(data.aws_iam_policy_document.encrypted_only.statement[0].condition).values == tolist(["false"])
    error_message = "What comes without TLS is refused."
  }
  assert {
    condition     = data.aws_iam_policy_document.encrypted_only.statement[0].resources == toset([aws_s3_bucket.this.arn, "${aws_s3_bucket.this.arn}/*"])
    error_message = "For the bucket and all that is in it."
  }
}

run "terraform_destroy_leaves_nothing_behind" {
  assert {
    condition     = aws_s3_bucket.this.force_destroy
    error_message = "A bucket with files can be taken down."
  }
}

run "another_folder_is_refused" {
  command = plan
  variables {
    project_folder = "./tests"
  }
  expect_failures = [var.project_folder]
}

run "a_name_in_capitals_is_refused" {
  command = plan
  variables {
    name = "Quakewire"
  }
  expect_failures = [var.name]
}

run "without_a_project_there_is_nothing_to_upload" {
  command = plan
  variables {
    project_folder = null
  }

  assert {
    condition     = length(aws_s3_object.this) == 0
    error_message = "Something was found where nothing is."
  }
}
