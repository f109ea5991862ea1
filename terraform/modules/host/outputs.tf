output "address" {
  description = "Its private address, which stays when the host is replaced."
  value       = aws_network_interface.this.private_ip
}

output "name" {
  description = "Its name within the network."
  value       = "${var.purpose}.${var.network.namespace.domain}"
}

output "security_group_id" {
  description = "Its own security group, which lets in nobody of itself."
  value       = aws_security_group.this.id
}

output "role_name" {
  description = "The role of the host and its containers."
  value       = aws_iam_role.this.name
}

output "instance_id" {
  description = "The instance it is at the moment, for `aws ssm start-session --target`."
  value       = aws_instance.this.id
}

output "log_group_name" {
  description = "The log group of its deployments, for `aws logs tail`."
  value       = aws_cloudwatch_log_group.this.name
}
