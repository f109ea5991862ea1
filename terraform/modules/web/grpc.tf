# gRPC, where it is wanted: the same tasks at the same port once more, in groups that speak HTTP/2 to them.

locals {
  # All that frontend/src/server/interfaces/grpc.rs serves. A rule has room for five.
  grpc_services = ["quakewire.v1.Earthquakes", "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"]
}

# Blue and green as for the site: ECS puts a task into one of each.
resource "aws_lb_target_group" "grpc" {
  #checkov:skip=CKV_AWS_378:TLS ends at the balancer, as for the site
  for_each = var.grpc ? toset(["blue", "green"]) : toset([])

  region = var.region
  # AWS allows 32 letters, and the other groups' names are nearly as long.
  name             = "${var.name}-grpc-${each.key}"
  vpc_id           = var.network.vpc_id
  target_type      = "ip"
  protocol         = "HTTP"
  protocol_version = "GRPC"
  port             = local.port

  load_balancing_algorithm_type = "least_outstanding_requests"
  deregistration_delay          = 30

  # Not grpc.health.v1.Health/Check: that answers 0 while it says in its message that it is not ready, as its protocol
  # wants, and the balancer reads the number only. This one answers 14 until the window is loaded, and then a hundred
  # earthquakes: out of memory, unless the window has fewer. Then it asks the table too, and fails when that is away.
  health_check {
    path                = "/quakewire.v1.Earthquakes/List"
    matcher             = "0"
    interval            = 10
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = 3
  }
}

# No cookie holds a client to one version, as it does for a page: clients of gRPC keep none, and both versions speak the
# same protocol.
resource "aws_lb_listener_rule" "grpc" {
  count = var.grpc ? 1 : 0

  region       = var.region
  listener_arn = aws_lb_listener.site.arn
  priority     = local.order.grpc

  condition {
    path_pattern {
      values = [for service in local.grpc_services : "/${service}/*"]
    }
  }

  action {
    type = "forward"

    forward {
      target_group {
        arn    = aws_lb_target_group.grpc["blue"].arn
        weight = 100
      }
      target_group {
        arn    = aws_lb_target_group.grpc["green"].arn
        weight = 0
      }
    }
  }

  lifecycle {
    ignore_changes = [action]
  }
}
