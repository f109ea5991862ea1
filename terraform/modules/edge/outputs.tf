# Written by format(), which never gives null: so it is known before anything is made that there is one, and whoever gets
# it can decide by that how many of something to make.

output "certificate_arn" {
  description = "The certificate, once it can be used. Null without a domain."
  value       = var.domain == null ? null : format("%s", aws_acm_certificate_validation.this[0].certificate_arn)
}

output "web_acl_arn" {
  description = "The firewall's rules."
  value       = format("%s", aws_wafv2_web_acl.this.arn)
}

output "log_group" {
  description = "The log group of what was turned away, for `aws logs tail`."
  value       = aws_cloudwatch_log_group.firewall.name
}
