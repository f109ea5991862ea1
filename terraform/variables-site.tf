# The site: frontends, how new versions come, and what stands before them.

variable "web" {
  description = "Frontends in each region: fewest and most tasks, processor units (1024 are one) and MiB of each, and open streams that one should carry."
  type = object({
    min              = optional(number, 2)
    max              = optional(number, 6)
    cpu              = optional(number, 512)
    memory           = optional(number, 1024)
    streams_per_task = optional(number, 5000)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.web.min >= 1 && var.web.max >= var.web.min
    error_message = "web.min must be at least 1, and web.max at least web.min."
  }
  validation {
    condition     = contains([256, 512, 1024, 2048, 4096], var.web.cpu) && var.web.memory % 1024 == 0 && var.web.memory >= 2 * var.web.cpu && var.web.memory <= min(8 * var.web.cpu, 30720)
    error_message = "web.cpu must be 256, 512, 1024, 2048 or 4096, and web.memory whole GiB (1024, 2048 …), 2 to 8 times as many as web.cpu: what Fargate offers."
  }
  validation {
    condition     = var.web.streams_per_task >= 100 && var.web.streams_per_task <= 15000
    error_message = "web.streams_per_task must be 100 to 15000: a frontend refuses the 20,001st stream, and new tasks take a minute to come."
  }
}

variable "deployment" {
  description = "How a new version replaces the old: strategy CANARY, LINEAR, BLUE_GREEN or ROLLING (null: CANARY, or BLUE_GREEN behind CloudFront); percent is the canary's share or a step's; minutes to wait before going on."
  type = object({
    strategy     = optional(string)
    percent      = optional(number, 10)
    bake_minutes = optional(number, 5)
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["CANARY", "LINEAR", "BLUE_GREEN", "ROLLING"], coalesce(var.deployment.strategy, "CANARY"))
    error_message = "deployment.strategy must be CANARY, LINEAR, BLUE_GREEN or ROLLING."
  }
  validation {
    condition     = !coalesce(var.cloudfront, var.domain == null) || contains(["BLUE_GREEN", "ROLLING"], coalesce(var.deployment.strategy, "BLUE_GREEN"))
    error_message = "Behind CloudFront deployment.strategy must be BLUE_GREEN or ROLLING: with two versions at once a page could get the other one's files."
  }
  validation {
    condition     = var.deployment.percent >= 3 && var.deployment.percent <= 100 && var.deployment.bake_minutes >= 3 && var.deployment.bake_minutes <= 1440
    error_message = "deployment.percent must be 3 to 100, and bake_minutes 3 to 1440."
  }
}

variable "idle_timeout" {
  description = "Seconds without a byte after which the load balancer closes a connection. A quiet stream speaks every 15 s, and the frontend closes after 120."
  type        = number
  default     = 60
  nullable    = false

  validation {
    condition     = var.idle_timeout >= 31 && var.idle_timeout <= 119
    error_message = "idle_timeout must be 31 to 119 s: above two heartbeats of the stream (15 s each), below the frontend's own 120 s, or readers would see 502."
  }
}

variable "cloudfront" {
  description = "Whether CloudFront stands before the load balancer, which is private then. Null: where there is no domain."
  type        = bool
  default     = null

  validation {
    condition     = var.domain != null || coalesce(var.cloudfront, true)
    error_message = "Without a domain there is no certificate, and the site would be unencrypted: leave cloudfront alone, or give a domain."
  }
}

variable "requests_per_address" {
  description = "Requests within five minutes after which the firewall turns an address away for a while; the stream is not counted. Each frontend says 429 by itself at 20 a second, and more exactly."
  type        = number
  # Looser than the frontends: three of them, as many as ha runs at least, admit 18,300.
  default  = 20000
  nullable = false

  validation {
    condition     = var.requests_per_address >= 100
    error_message = "requests_per_address must be at least 100: a map that is opened asks for some dozens of files."
  }
}

variable "grpc" {
  description = "Whether gRPC passes the load balancer, at the site's name and port 443."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = !var.grpc || !coalesce(var.cloudfront, var.domain == null)
    error_message = "grpc needs a domain, and no CloudFront: CloudFront speaks gRPC only to a balancer with a certificate, and the one behind it has none."
  }
}

variable "webhooks_secret_arn" {
  description = "The secret of Secrets Manager, in the home region and with AWS's own key, whose text is the rules of webhooks (docs/webhooks.md). Make it with the CLI, so that no state has it. Null: no webhooks are sent."
  type        = string
  default     = null

  validation {
    condition     = var.webhooks_secret_arn == null ? true : can(regex("^arn:aws[a-z-]*:secretsmanager:${var.region}:[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]+-[A-Za-z0-9]{6}$", var.webhooks_secret_arn))
    error_message = "webhooks_secret_arn must be the whole ARN of a secret in ${var.region}, with the six letters or digits at its end: what `aws secretsmanager create-secret` prints."
  }
}
