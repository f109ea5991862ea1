output "balancer" {
  description = "The load balancer: what DNS, CloudFront and metrics know it by."
  value = {
    arn        = aws_lb.this.arn
    arn_suffix = aws_lb.this.arn_suffix
    dns_name   = aws_lb.this.dns_name
    zone_id    = aws_lb.this.zone_id
  }
}

output "security_group_ids" {
  description = "The security groups of the load balancer and of the tasks."
  value       = { balancer = aws_security_group.balancer.id, tasks = aws_security_group.tasks.id }
}

output "cluster_arn" {
  description = "The ECS cluster."
  value       = aws_ecs_cluster.this.arn
}

output "service_name" {
  description = "Its ECS service."
  value       = aws_ecs_service.this.name
}

output "role_name" {
  description = "The role the frontend itself acts in."
  value       = aws_iam_role.task.name
}

output "target" {
  description = "Where its metrics are: a name that stands for all healthy tasks, and the port."
  # Put together from what was given, so that whoever watches it and whoever it logs to can each know the other.
  value = "frontend.${var.network.namespace.domain}:${local.port}"
}

output "log_group" {
  description = "The log group of its standard error, for `aws logs tail`."
  value       = aws_cloudwatch_log_group.this.name
}
