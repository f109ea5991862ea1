# Which request goes where.

locals {
  site_port = var.certificate_arn == null ? 80 : 443

  # Smaller is asked first.
  order = { metrics = 10, grafana = 20, grafana_for_others = 30, grpc = 100, site = 1000 }
}

# Two groups for one service: a new version comes up in the one that has no readers.
resource "aws_lb_target_group" "site" {
  #checkov:skip=CKV_AWS_378:TLS ends at the balancer; what is behind it is a private network whose rules let in nobody else
  for_each = toset(["blue", "green"])

  region      = var.region
  name        = "${local.full_name}-${each.key}"
  vpc_id      = var.network.vpc_id
  target_type = "ip"
  protocol    = "HTTP"
  port        = local.port

  # A stream is one request for hours: who has fewest of them gets the next.
  load_balancing_algorithm_type = "least_outstanding_requests"
  # Streams of a task that goes are ended by the task itself, and browsers come back to another one.
  deregistration_delay = 30

  health_check {
    path                = "/readyz"
    matcher             = "200"
    interval            = 10
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = 3
  }
}

resource "aws_lb_listener" "site" {
  #checkov:skip=CKV_AWS_2:HTTP only where there is no certificate, which is behind CloudFront
  #checkov:skip=CKV_AWS_103:there is no TLS without a certificate either, and with one the policy below wants 1.2
  region            = var.region
  load_balancer_arn = aws_lb.this.arn
  port              = local.site_port
  protocol          = var.certificate_arn == null ? "HTTP" : "HTTPS"
  certificate_arn   = var.certificate_arn
  # TLS 1.3 and 1.2, forward secrecy only.
  ssl_policy = var.certificate_arn == null ? null : "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"

  # The other headers are the frontend's own, which knows which page may be in whose frame.
  routing_http_response_strict_transport_security_header_value = var.certificate_arn == null ? null : "max-age=31536000"
  routing_http_response_x_content_type_options_header_value    = "nosniff"
  routing_http_response_server_enabled                         = false

  default_action {
    type = "fixed-response"

    fixed_response {
      content_type = "text/plain"
      message_body = "There is nothing here."
      status_code  = "404"
    }
  }
}

resource "aws_lb_listener" "redirect" {
  count = var.certificate_arn == null || var.internal ? 0 : 1

  region            = var.region
  load_balancer_arn = aws_lb.this.arn
  port              = 80
  protocol          = "HTTP"

  routing_http_response_server_enabled = false

  default_action {
    type = "redirect"

    redirect {
      protocol    = "HTTPS"
      port        = "443"
      status_code = "HTTP_301"
    }
  }
}

# Everything that no rule before it took. ECS moves the weights when a new version comes, so Terraform looks away.
resource "aws_lb_listener_rule" "site" {
  region       = var.region
  listener_arn = aws_lb_listener.site.arn
  priority     = local.order.site

  condition {
    path_pattern {
      values = ["/*"]
    }
  }

  action {
    type = "forward"

    forward {
      target_group {
        arn    = aws_lb_target_group.site["blue"].arn
        weight = 100
      }
      target_group {
        arn    = aws_lb_target_group.site["green"].arn
        weight = 0
      }

      # While both serve, what a page asks for has to come from the version that made the page: names of files carry a
      # hash of their content, and the other version does not have them. Each answer prolongs it.
      stickiness {
        enabled  = true
        duration = 300
      }
    }
  }

  lifecycle {
    ignore_changes = [action]
  }
}

# For Prometheus, which asks the tasks themselves; Grafana has one of its own, which is nobody's business either.
resource "aws_lb_listener_rule" "metrics" {
  region       = var.region
  listener_arn = aws_lb_listener.site.arn
  priority     = local.order.metrics

  condition {
    path_pattern {
      values = ["/metrics"]
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
