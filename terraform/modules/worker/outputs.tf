output "security_group_id" {
  description = "The security group of its tasks."
  value       = aws_security_group.this.id
}

output "role_name" {
  description = "The role the service itself acts in."
  value       = aws_iam_role.task.name
}

output "target" {
  description = "Where its metrics are: a name that stands for all healthy tasks, and the port."
  # Put together from what was given, so that whoever watches it and whoever it logs to can each know the other.
  value = "${var.service}.${var.network.namespace.domain}:${var.port}"
}

output "service_name" {
  description = "Its ECS service."
  value       = aws_ecs_service.this.name
}

output "log_group_name" {
  description = "The log group of its standard error, for `aws logs tail`."
  value       = aws_cloudwatch_log_group.this.name
}
