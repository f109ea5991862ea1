mock_provider "aws" {
  mock_resource "aws_ecr_repository" {
    defaults = {
      registry_id    = "000000000000"
      repository_url = "000000000000.dkr.ecr.eu-central-1.amazonaws.com/quakewire/producer"
    }
  }
}

variables {
  name         = "quakewire"
  repositories = ["producer", "consumer"]
}

run "a_tag_keeps_its_meaning_and_every_image_is_scanned" {
  variables {
    replica_regions = ["us-west-2"]
  }

  assert {
    condition     = alltrue([for repository in concat(values(aws_ecr_repository.home), values(aws_ecr_repository.copy)) : repository.image_tag_mutability == "IMMUTABLE"])
    error_message = "Tags are immutable, in copies too."
  }
  assert {
    condition     = alltrue([for repository in concat(values(aws_ecr_repository.home), values(aws_ecr_repository.copy)) : one(repository.image_scanning_configuration).scan_on_push])
    error_message = "Images are scanned when they are pushed, in copies too."
  }
  assert {
    condition     = alltrue([for repository in concat(values(aws_ecr_repository.home), values(aws_ecr_repository.copy)) : repository.force_delete])
    error_message = "terraform destroy leaves nothing behind."
  }
}

run "ten_releases_stay_and_leftovers_go_after_a_week" {
  variables {
    replica_regions = ["us-west-2"]
  }

  assert {
    condition     = length(aws_ecr_lifecycle_policy.home) == 2 && length(aws_ecr_lifecycle_policy.copy) == 2
    error_message = "Every repository has the rules."
  }
  assert {
    condition = alltrue([for policy in concat(values(aws_ecr_lifecycle_policy.home), values(aws_ecr_lifecycle_policy.copy)) :
      [for rule in jsondecode(policy.policy).rules : "${rule.selection.tagStatus} ${rule.selection.countType} ${rule.selection.countNumber}"]
    == ["untagged sinceImagePushed 7", "tagged imageCountMoreThan 10"]])
    error_message = "Ten releases, and a week for what has no tag."
  }
}

run "in_one_region_nothing_is_replicated" {
  assert {
    condition     = length(aws_ecr_replication_configuration.this) == 0 && length(aws_ecr_repository.copy) == 0 && output.copies == {}
    error_message = "The account's replication is left alone."
  }
  assert {
    condition     = toset([for repository in aws_ecr_repository.home : repository.name]) == toset(["quakewire/producer", "quakewire/consumer"])
    error_message = "One repository for each image."
  }
  assert {
    condition     = output.prefix == "000000000000.dkr.ecr.eu-central-1.amazonaws.com/quakewire"
    error_message = "The prefix is a repository's address without the image's name."
  }
  assert {
    condition     = keys(output.urls) == ["consumer", "producer"] && output.arns["producer"] == aws_ecr_repository.home["producer"].arn
    error_message = "Addresses and ARNs are found by the image's name."
  }
}

run "every_further_region_has_copies_of_our_images_only" {
  variables {
    replica_regions = ["us-west-2", "ap-northeast-1"]
  }

  assert {
    condition     = { for place, repository in aws_ecr_repository.copy : place => repository.region }["us-west-2/producer"] == "us-west-2" && length(aws_ecr_repository.copy) == 4
    error_message = "Each image in each region."
  }
  assert {
    condition     = toset([for destination in aws_ecr_replication_configuration.this[0].replication_configuration[0].rule[0].destination : "${destination.region} ${destination.registry_id}"]) == toset(["us-west-2 000000000000", "ap-northeast-1 000000000000"])
    error_message = "Images go to both regions of this account."
  }
  assert {
    condition     = one(aws_ecr_replication_configuration.this[0].replication_configuration[0].rule[0].repository_filter).filter == "quakewire/"
    error_message = "Only what is ours is replicated."
  }
  assert {
    condition     = output.copies["us-west-2"].arns["producer"] == aws_ecr_repository.copy["us-west-2/producer"].arn && keys(output.copies["us-west-2"].urls) == ["consumer", "producer"]
    error_message = "Each region's copies are found by region and image."
  }
}

run "a_name_in_capitals_is_refused" {
  command = plan
  variables {
    name = "Quakewire"
  }
  expect_failures = [var.name]
}

run "no_repositories_are_refused" {
  command = plan
  variables {
    repositories = []
  }
  expect_failures = [var.repositories]
}

run "a_repository_that_ecr_refuses_is_refused" {
  command = plan
  variables {
    repositories = ["Producer"]
  }
  expect_failures = [var.repositories]
}

run "a_region_that_is_none_is_refused" {
  command = plan
  variables {
    replica_regions = ["oregon"]
  }
  expect_failures = [var.replica_regions]
}
