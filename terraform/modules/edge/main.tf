# The certificate. The firewall is in firewall.tf.

data "aws_caller_identity" "self" {}
data "aws_partition" "this" {}

locals {
  full_name = "${var.name}-site"
  names     = var.domain == null ? [] : distinct(concat([var.domain], var.further_names))
}

resource "aws_acm_certificate" "this" {
  count = var.domain == null ? 0 : 1

  region                    = var.region
  domain_name               = var.domain
  subject_alternative_names = var.further_names
  validation_method         = "DNS"

  # The listener holds the old one until it has the new one.
  lifecycle {
    create_before_destroy = true

    precondition {
      condition     = var.hosted_zone_id != null
      error_message = "hosted_zone_id must be given with a domain: the certificate is proven in that zone, and renewed by AWS as long as the record is there."
    }
  }
}

# By which AWS sees that the name is ours, now and at each renewal.
resource "aws_route53_record" "proof" {
  for_each = toset(local.names)

  zone_id = var.hosted_zone_id
  name    = one([for proof in aws_acm_certificate.this[0].domain_validation_options : proof if proof.domain_name == each.key]).resource_record_name
  type    = one([for proof in aws_acm_certificate.this[0].domain_validation_options : proof if proof.domain_name == each.key]).resource_record_type
  records = [one([for proof in aws_acm_certificate.this[0].domain_validation_options : proof if proof.domain_name == each.key]).resource_record_value]
  ttl     = 300
  # The same name in another region is proven by the same record.
  allow_overwrite = true
}

# Waits until the certificate can be used.
resource "aws_acm_certificate_validation" "this" {
  count = var.domain == null ? 0 : 1

  region                  = var.region
  certificate_arn         = aws_acm_certificate.this[0].arn
  validation_record_fqdns = [for record in aws_route53_record.proof : record.fqdn]
}
