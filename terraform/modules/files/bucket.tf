resource "aws_s3_bucket" "this" {
  #checkov:skip=CKV_AWS_18:who reads these files is in the hosts' role; an access log would need a second bucket that is worth more than the first
  #checkov:skip=CKV_AWS_144:what is in it is in the project; a host in another region has a bucket of its own
  #checkov:skip=CKV_AWS_145:encrypted with S3's own key, which costs nothing; the files are public
  #checkov:skip=CKV2_AWS_62:nobody waits for a change: Terraform makes the changes, and tells the hosts itself
  bucket_prefix = "${var.name}-files-"
  # All of it is in the project, so `terraform destroy` may take it along.
  force_destroy = true
}

resource "aws_s3_bucket_versioning" "this" {
  bucket = aws_s3_bucket.this.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_ownership_controls" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_public_access_block" "this" {
  bucket = aws_s3_bucket.this.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    id     = "old-versions"
    status = "Enabled"

    filter {}

    # To look up what ran last month.
    noncurrent_version_expiration {
      noncurrent_days = 30
    }
    # What is left of a file that is no longer in the project.
    expiration {
      expired_object_delete_marker = true
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }

  # There are no old versions before versioning.
  depends_on = [aws_s3_bucket_versioning.this]
}

data "aws_iam_policy_document" "encrypted_only" {
  # A refusal, so it says everything: nobody reads or writes in the clear.
  statement {
    sid       = "EncryptedOnly"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.this.arn, "${aws_s3_bucket.this.arn}/*"]

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

resource "aws_s3_bucket_policy" "this" {
  bucket = aws_s3_bucket.this.id
  policy = data.aws_iam_policy_document.encrypted_only.json

  # AWS takes one change of a bucket's access at a time.
  depends_on = [aws_s3_bucket_public_access_block.this]
}
