# The brokers' group, of hosts or of MSK: who is in it is Kafka. It lets nobody out; hosts have a group of their own for that.
resource "aws_security_group" "kafka" {
  #checkov:skip=CKV2_AWS_5:the hosts of module host are in it, or the cluster, which the check does not see from here
  count = local.on_host ? 0 : 1

  name        = "${var.name}-kafka"
  description = "Brokers of ${var.name}"
  vpc_id      = var.network.vpc_id
  tags        = { Name = "${var.name}-kafka" }
}
