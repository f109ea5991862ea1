# What runs on the host, apart from the host itself: a change of files, settings or images reaches a host that runs, and a
# new host gets all of it at once.

locals {
  # In compose's own form; single quotes keep it from looking into values.
  settings = merge(var.environment, { PRIVATE_ADDRESS = aws_network_interface.this.private_ip, DATA = "/data" })

  # ECR wants a login for each registry; others do not.
  registries = distinct([
    for image in values(var.service_images) : split("/", image)[0] if can(regex("\\.dkr\\.ecr\\.", split("/", image)[0]))
  ])

  deploy = templatefile("${path.module}/deploy.sh.tftpl", {
    region         = data.aws_region.here.region
    purpose        = var.purpose
    bucket         = var.files.bucket
    version        = var.files.version
    compose_file   = var.compose_file
    settings       = join("\n", [for name, value in local.settings : "${name}='${value}'"])
    images         = jsonencode(var.service_images)
    registries     = [for registry in local.registries : { host = registry, region = split(".", registry)[3] }]
    data_gib       = var.data_gib
    data_folders   = var.data_folders
    before_start   = var.before_start
    before_restart = var.before_restart
    log_group      = aws_cloudwatch_log_group.this.name
  })
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_158:encrypted with CloudWatch's own key, which costs nothing; no secrets are written here
  #checkov:skip=CKV_AWS_338:how long is a setting; what was deployed when is in Terraform's and CloudTrail's history
  name              = "/${var.name}/host/${var.purpose}"
  retention_in_days = var.log_retention_days
}

resource "aws_ssm_document" "deploy" {
  name            = "${local.full_name}-deploy"
  document_type   = "Command"
  document_format = "JSON"
  target_type     = "/AWS::EC2::Instance"

  content = jsonencode({
    schemaVersion = "2.2"
    description   = "Makes the host ${local.full_name} run what Terraform says"
    mainSteps = [{
      action = "aws:runShellScript"
      name   = "deploy"
      inputs = {
        timeoutSeconds = "3600"
        # It stays on the host, for whoever looks or wants to run it again.
        runCommand = [
          "cat > /usr/local/sbin/quakewire-deploy <<'END-OF-DEPLOYMENT'",
          local.deploy,
          "END-OF-DEPLOYMENT",
          "chmod 0700 /usr/local/sbin/quakewire-deploy",
          "exec /usr/local/sbin/quakewire-deploy",
        ]
      }
    }]
  })

  lifecycle {
    precondition {
      condition     = !strcontains(local.deploy, "{{")
      error_message = "before_start, before_restart and environment must not contain two opening braces in a row: Systems Manager takes what follows for a parameter of its own."
    }
  }
}

resource "aws_ssm_association" "deploy" {
  association_name = "${local.full_name}-deploy"
  name             = aws_ssm_document.deploy.name

  targets {
    key    = "InstanceIds"
    values = [aws_instance.this.id]
  }

  # So that `terraform apply` fails where a deployment does. The provider waits for new associations only, hence it is made
  # anew each time.
  wait_for_success_timeout_seconds = 3600

  lifecycle {
    replace_triggered_by = [aws_ssm_document.deploy, aws_instance.this.id]
  }

  # The host boots only once it has its disk, and its containers start with what they may do.
  depends_on = [aws_volume_attachment.data, aws_iam_role_policy.further, aws_service_discovery_instance.this]
}
