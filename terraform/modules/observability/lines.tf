# Where Loki keeps its lines with `store = "s3"`: a month of them, which Loki itself deletes after that.
resource "aws_s3_bucket" "lines" {
  #checkov:skip=CKV_AWS_18:only Loki asks for anything here, and a log of who read logs would be larger than they are
  #checkov:skip=CKV_AWS_21:what Loki deletes should be gone, and it never writes over a chunk
  #checkov:skip=CKV_AWS_144:a month of logs is not worth a second region
  #checkov:skip=CKV_AWS_145:S3's own key encrypts it for nothing; one of ours costs a dollar a month, and the host's role could use both
  #checkov:skip=CKV2_AWS_62:nobody waits for a chunk
  count = local.in_s3 ? 1 : 0

  bucket_prefix = "${var.name}-loki-"
  # Logs tell of the system that is gone when this is.
  force_destroy = true
}

resource "aws_s3_bucket_public_access_block" "lines" {
  count = local.in_s3 ? 1 : 0

  bucket                  = aws_s3_bucket.lines[0].bucket
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "lines" {
  count = local.in_s3 ? 1 : 0

  bucket = aws_s3_bucket.lines[0].bucket
  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "lines" {
  count = local.in_s3 ? 1 : 0

  bucket = aws_s3_bucket.lines[0].bucket
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

# A net below Loki's own deleting: `retention_period` of compose/config/loki-s3.yaml is 30 days. Only chunks are caught in
# it, which are below the name that Loki gives its only tenant; the index is small, and its files may rightly be old.
resource "aws_s3_bucket_lifecycle_configuration" "lines" {
  count = local.in_s3 ? 1 : 0

  bucket = aws_s3_bucket.lines[0].bucket

  rule {
    id     = "chunks-that-were-forgotten"
    status = "Enabled"

    filter {
      prefix = "fake/"
    }
    expiration {
      days = 45
    }
  }

  rule {
    id     = "uploads-that-were-broken-off"
    status = "Enabled"

    filter {}
    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }
}

data "aws_iam_policy_document" "encrypted_transport" {
  count = local.in_s3 ? 1 : 0

  statement {
    sid       = "EncryptedTransport"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.lines[0].arn, "${aws_s3_bucket.lines[0].arn}/*"]

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

resource "aws_s3_bucket_policy" "lines" {
  count = local.in_s3 ? 1 : 0

  # S3 refuses two such changes of one bucket at once.
  bucket = aws_s3_bucket_public_access_block.lines[0].bucket
  policy = data.aws_iam_policy_document.encrypted_transport[0].json
}

# The host's role: what Loki does with the bucket.
data "aws_iam_policy_document" "lines" {
  count = local.in_s3 ? 1 : 0

  statement {
    sid       = "LokiLists"
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.lines[0].arn]
  }
  statement {
    sid       = "LokiKeeps"
    actions   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
    resources = ["${aws_s3_bucket.lines[0].arn}/*"]
  }
}
