output "domain_name" {
  description = "The name that CloudFront gave it. The site's own, where it has one, leads there."
  value       = aws_cloudfront_distribution.this.domain_name
}

output "distribution_id" {
  description = "CloudFront's name for it, for its metrics."
  value       = aws_cloudfront_distribution.this.id
}

output "log_group" {
  description = "The log group of what was asked for, in us-east-1, for `aws logs tail`."
  value       = aws_cloudwatch_log_group.access.name
}
