# What is kept, and for how long.

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_158:CloudWatch encrypts with a key of its own; one of ours costs a dollar a month and would protect against nobody else
  #checkov:skip=CKV_AWS_338:how long is the operator's to say; a year of what a frontend writes is of no use to anybody
  region            = var.region
  name              = "/${var.name}/frontend"
  retention_in_days = var.log_retention_days
}

# The collector's lines are metrics, which CloudWatch reads as they come: nobody reads them again.
resource "aws_cloudwatch_log_group" "streams" {
  #checkov:skip=CKV_AWS_158:as above; these are numbers of open streams
  #checkov:skip=CKV_AWS_338:the metric made of them is kept for 15 months by itself
  region            = var.region
  name              = "/${var.name}/frontend-streams"
  retention_in_days = 1
}

resource "aws_s3_bucket" "access_logs" {
  #checkov:skip=CKV_AWS_18:it holds the access logs; logs of who read those would need a bucket as well
  #checkov:skip=CKV_AWS_144:who opened the page is not worth a copy in another region
  #checkov:skip=CKV_AWS_145:the balancer can write only where S3 encrypts with its own key
  #checkov:skip=CKV_AWS_21:each file is written once and expires
  #checkov:skip=CKV2_AWS_62:nobody waits for a file
  region        = var.region
  bucket_prefix = "${local.full_name}-access-"
  force_destroy = !var.deletion_protection
}

resource "aws_s3_bucket_public_access_block" "access_logs" {
  region                  = var.region
  bucket                  = aws_s3_bucket.access_logs.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "access_logs" {
  region = var.region
  bucket = aws_s3_bucket.access_logs.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "access_logs" {
  region = var.region
  bucket = aws_s3_bucket.access_logs.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

# They hold addresses of readers.
resource "aws_s3_bucket_lifecycle_configuration" "access_logs" {
  region = var.region
  bucket = aws_s3_bucket.access_logs.id

  rule {
    id     = "expire"
    status = "Enabled"

    filter {}

    expiration {
      days = var.log_retention_days
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }
}

data "aws_iam_policy_document" "access_logs" {
  statement {
    sid       = "BalancerWrites"
    actions   = ["s3:PutObject"]
    resources = ["${aws_s3_bucket.access_logs.arn}/AWSLogs/${local.account}/*"]

    principals {
      type        = "Service"
      identifiers = ["logdelivery.elasticloadbalancing.amazonaws.com"]
    }
  }

  statement {
    sid       = "OnlyEncrypted"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.access_logs.arn, "${aws_s3_bucket.access_logs.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket_policy" "access_logs" {
  region = var.region
  bucket = aws_s3_bucket.access_logs.id
  policy = data.aws_iam_policy_document.access_logs.json

  depends_on = [aws_s3_bucket_public_access_block.access_logs]
}
