# Where our images are kept: one repository for each, here and in every region that runs them.

locals {
  copies = {
    for pair in setproduct(var.replica_regions, var.repositories) : "${pair[0]}/${pair[1]}" => { region = pair[0], name = pair[1] }
  }

  lifecycle = jsonencode({
    rules = [
      {
        rulePriority = 1
        # A release for two architectures is a list and two untagged images; ECR spares what a list names.
        description = "Untagged images go after a week"
        selection   = { tagStatus = "untagged", countType = "sinceImagePushed", countUnit = "days", countNumber = 7 }
        action      = { type = "expire" }
      },
      {
        rulePriority = 2
        description  = "The last ten releases stay: that far one can roll back"
        selection    = { tagStatus = "tagged", tagPatternList = ["*"], countType = "imageCountMoreThan", countNumber = 10 }
        action       = { type = "expire" }
      },
    ]
  })
}

resource "aws_ecr_repository" "home" {
  #checkov:skip=CKV_AWS_136:S3's own encryption costs nothing; a key of ours is a dollar a month for images anyone may build
  for_each = var.repositories

  name = "${var.name}/${each.key}"
  # What was tested under a tag is what runs under it.
  image_tag_mutability = "IMMUTABLE"
  # Images are built from the source at any time, so `terraform destroy` may take them along.
  force_delete = true

  image_scanning_configuration {
    scan_on_push = true
  }

  encryption_configuration {
    encryption_type = "AES256"
  }
}

# Replication would make these by itself, without their settings, and leave them behind in the end.
resource "aws_ecr_repository" "copy" {
  #checkov:skip=CKV_AWS_136:S3's own encryption costs nothing; a key of ours is a dollar a month for images anyone may build
  for_each = local.copies

  region               = each.value.region
  name                 = "${var.name}/${each.value.name}"
  image_tag_mutability = "IMMUTABLE"
  force_delete         = true

  image_scanning_configuration {
    scan_on_push = true
  }

  encryption_configuration {
    encryption_type = "AES256"
  }
}

resource "aws_ecr_lifecycle_policy" "home" {
  for_each = aws_ecr_repository.home

  repository = each.value.name
  policy     = local.lifecycle
}

# ECR replicates images, and neither rules nor deletions.
resource "aws_ecr_lifecycle_policy" "copy" {
  for_each = local.copies

  region     = each.value.region
  repository = aws_ecr_repository.copy[each.key].name
  policy     = local.lifecycle
}

resource "aws_ecr_replication_configuration" "this" {
  count = length(var.replica_regions) == 0 ? 0 : 1

  replication_configuration {
    rule {
      dynamic "destination" {
        for_each = var.replica_regions

        content {
          region      = destination.value
          registry_id = values(aws_ecr_repository.home)[0].registry_id
        }
      }

      repository_filter {
        filter      = "${var.name}/"
        filter_type = "PREFIX_MATCH"
      }
    }
  }

  # Were an image on its way earlier, ECR would make the repository itself, and ours could not be.
  depends_on = [aws_ecr_repository.copy]
}
