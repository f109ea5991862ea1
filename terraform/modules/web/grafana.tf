# Grafana, by a name of its own, for some addresses, and behind its own password.

resource "aws_lb_target_group" "grafana" {
  #checkov:skip=CKV_AWS_378:TLS ends at the balancer, as for the site
  count = var.grafana == null ? 0 : 1

  region               = var.region
  name                 = "${var.name}-grafana"
  vpc_id               = var.network.vpc_id
  target_type          = "ip"
  protocol             = "HTTP"
  port                 = var.grafana.port
  deregistration_delay = 30

  health_check {
    path    = "/api/health"
    matcher = "200"
  }
}

resource "aws_lb_target_group_attachment" "grafana" {
  count = var.grafana == null ? 0 : 1

  region           = var.region
  target_group_arn = aws_lb_target_group.grafana[0].arn
  target_id        = var.grafana.address
  port             = var.grafana.port
}

resource "aws_lb_listener_rule" "grafana" {
  count = var.grafana == null ? 0 : 1

  region       = var.region
  listener_arn = aws_lb_listener.site.arn
  priority     = local.order.grafana

  condition {
    host_header {
      values = [var.grafana.host]
    }
  }

  condition {
    source_ip {
      values = var.grafana.addresses
    }
  }

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.grafana[0].arn
  }
}

# Without this the others would see the site by Grafana's name.
resource "aws_lb_listener_rule" "grafana_for_others" {
  count = var.grafana == null ? 0 : 1

  region       = var.region
  listener_arn = aws_lb_listener.site.arn
  priority     = local.order.grafana_for_others

  condition {
    host_header {
      values = [var.grafana.host]
    }
  }

  action {
    type = "fixed-response"

    fixed_response {
      content_type = "text/plain"
      message_body = "There is nothing here."
      status_code  = "404"
    }
  }
}

resource "aws_vpc_security_group_egress_rule" "balancer_to_grafana" {
  count = var.grafana == null ? 0 : 1

  region            = var.region
  security_group_id = aws_security_group.balancer.id
  description       = "Grafana; its host says itself whom it lets in"
  cidr_ipv4         = var.network.cidr
  ip_protocol       = "tcp"
  from_port         = var.grafana.port
  to_port           = var.grafana.port
}
