# What hosts run, in a bucket: they have no copy of this project, and fetch from here what is deployed to them.

locals {
  patterns = [
    "compose/services.yaml",
    "compose/config/**",
    "compose/host/**",
    "grafana/dashboards/**",
    "grafana/prometheus/**",
    "grafana/provisioning/**",
  ]

  # Hidden files are whoever's working copy this is: a host/.env may have passwords. Rules' tests are not run on hosts.
  files = toset([
    for file in flatten([for pattern in local.patterns : var.project_folder == null ? [] : tolist(fileset(var.project_folder, pattern))]) : file
    if !startswith(basename(file), ".") && !endswith(file, ".test.yaml")
  ])

  hashes = { for file in local.files : file => filesha256("${var.project_folder}/${file}") }
}

resource "aws_s3_object" "this" {
  #checkov:skip=CKV_AWS_186:encrypted with S3's own key, which costs nothing; the files are public, and secrets are not among them
  for_each = local.hashes

  bucket      = aws_s3_bucket.this.id
  key         = each.key
  source      = "${var.project_folder}/${each.key}"
  source_hash = each.value

  # Versioning has to be on before the first file, or that one has no past.
  depends_on = [aws_s3_bucket_versioning.this]
}
