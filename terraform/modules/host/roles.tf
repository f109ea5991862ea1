# What the host may do, and whatever runs on it: it fetches its files and images, says how that went, and can be reached
# by Systems Manager. Everything beyond that is said by whoever makes it.

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "this" {
  name               = local.full_name
  description        = "What the host ${local.full_name} and its containers may do"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

resource "aws_iam_instance_profile" "this" {
  name = local.full_name
  role = aws_iam_role.this.name
}

# Sessions instead of SSH: no port, no key, and who was here is in CloudTrail. AWS's own policy, because what its agent asks
# for is AWS's matter.
resource "aws_iam_role_policy_attachment" "sessions" {
  role       = aws_iam_role.this.name
  policy_arn = "arn:${data.aws_partition.this.partition}:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

data "aws_iam_policy_document" "own" {
  statement {
    sid       = "FindFiles"
    actions   = ["s3:ListBucket"]
    resources = [var.files.arn]
  }

  statement {
    sid       = "FetchFiles"
    actions   = ["s3:GetObject"]
    resources = ["${var.files.arn}/*"]
  }

  statement {
    sid       = "SayHowItWent"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.this.arn}:*"]
  }

  dynamic "statement" {
    for_each = length(var.images) == 0 ? [] : [var.images]

    content {
      sid       = "Pull"
      actions   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
      resources = statement.value
    }
  }

  dynamic "statement" {
    for_each = length(var.images) == 0 ? [] : [true]

    content {
      sid     = "LogIn"
      actions = ["ecr:GetAuthorizationToken"]
      # AWS knows no resource for it: the token says who asks, not what for.
      resources = ["*"]
    }
  }
}

resource "aws_iam_role_policy" "own" {
  name   = "own"
  role   = aws_iam_role.this.name
  policy = data.aws_iam_policy_document.own.json
}

resource "aws_iam_role_policy" "further" {
  for_each = var.policy_documents

  name   = each.key
  role   = aws_iam_role.this.name
  policy = each.value
}
