# The password of Grafana's administrator. Terraform makes the place for it and never knows it; the host makes one up at its
# first start.
resource "aws_secretsmanager_secret" "password" {
  #checkov:skip=CKV_AWS_149:AWS's own key encrypts it for nothing; one of ours costs a dollar a month, and the host's role could use both
  #checkov:skip=CKV2_AWS_57:Grafana takes the password from here at its first start only, so a rotation would have to tell it: README.md says how
  name        = "${var.name}-grafana-password"
  description = "The password of Grafana's user admin"
  # Without its Grafana it opens nothing, and while it waits for its deletion nobody else can have its name.
  recovery_window_in_days = 0
}

data "aws_iam_policy_document" "password" {
  statement {
    sid       = "GrafanaPassword"
    actions   = ["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"]
    resources = [aws_secretsmanager_secret.password.arn]
  }
}
