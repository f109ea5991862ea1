# Names inside the network: hosts and tasks register here, and are found by <service>.<name>.internal.

resource "aws_service_discovery_private_dns_namespace" "this" {
  region      = var.region
  name        = "${var.name}.internal"
  description = "Hosts and tasks of ${var.name}"
  vpc         = aws_vpc.this.id
}
