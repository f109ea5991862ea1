variable "name" {
  description = "What everything's name begins with."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,15}$", var.name))
    error_message = "name must be 2 to 16 small letters, digits and hyphens, a letter first."
  }
}

variable "region" {
  description = "Where it runs. Its network and its replica of the table are there too."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the name of an AWS region, for example eu-central-1."
  }
  validation {
    condition     = var.region == var.table.region
    error_message = "table must be the replica in this module's region: a frontend reads its own region's."
  }
}

variable "network" {
  description = "Where it runs: the output `network` of the module network."
  type = object({
    vpc_id             = string
    cidr               = string
    private_subnet_ids = list(string)
    public_subnet_ids  = list(string)
    namespace          = object({ id = string, arn = string, zone_id = string, domain = string })
  })
  nullable = false
}

# ---------------------------------------------------------------------------------------------------------------------
# The frontend
# ---------------------------------------------------------------------------------------------------------------------

variable "image" {
  description = "The frontend's image, with the digest. One of ECR is taken from this region's copy, wherever the name says it is."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[^@ ]+@sha256:[0-9a-f]{64}$", var.image))
    error_message = "image must be given by its digest, as in registry/quakewire/frontend@sha256:…: a tag may mean something else tomorrow."
  }
}

variable "repository_arn" {
  description = "The ECR repository the image is pulled from, in any region. Null for a public image."
  type        = string
  default     = null
}

variable "collector_image" {
  description = "AWS's collector of metrics, which tells CloudWatch how many streams are open. It runs beside each frontend."
  type        = string
  default     = "public.ecr.aws/aws-observability/aws-otel-collector:v0.48.0"
  nullable    = false

  validation {
    condition     = can(regex("(@sha256:[0-9a-f]{64}|:v[0-9]+\\.[0-9]+\\.[0-9]+)$", var.collector_image))
    error_message = "collector_image must end with a version such as :v0.48.0, or a digest: what is called latest changes."
  }
}

variable "table" {
  description = "The table in this region."
  type        = object({ name = string, arn = string, region = string })
  nullable    = false
}

variable "kafka" {
  description = "Where changes come from: Kafka's bootstrap servers, and further settings of its client (KEY=VALUE[,…]). Null: from the table, a second later."
  type        = object({ bootstrap = string, settings = string })
  default     = null
}

variable "loki_url" {
  description = "Where logs are sent. Null: they are in CloudWatch only."
  type        = string
  default     = null
}

variable "environment" {
  description = "The label `environment` of every line in Loki."
  type        = string
  nullable    = false
}

variable "public_url" {
  description = "Where browsers find the site, e.g. https://quakes.example.org. Null: as each request says."
  type        = string
  default     = null

  validation {
    condition     = var.public_url == null ? true : can(regex("^https?://[^/?#@]+/?$", var.public_url))
    error_message = "public_url must be http or https and a host, with nothing after it: the frontend refuses to start otherwise."
  }
}

variable "webhooks_secret_arn" {
  description = "The secret of Secrets Manager whose text is the rules of webhooks (docs/webhooks.md). It is encrypted with AWS's own key. Null: none are sent."
  type        = string
  default     = null

  # The six at the end are AWS's: without them the right to read it would be for another secret, or none.
  validation {
    condition     = var.webhooks_secret_arn == null ? true : can(regex("^arn:aws[a-z-]*:secretsmanager:${var.region}:[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]+-[A-Za-z0-9]{6}$", var.webhooks_secret_arn))
    error_message = "webhooks_secret_arn must be the whole ARN of a secret in ${var.region}, with the six letters or digits at its end: what `aws secretsmanager create-secret` prints."
  }
  validation {
    condition     = var.webhooks_secret_arn == null || var.kafka != null
    error_message = "webhooks_secret_arn needs kafka: webhooks are sent from there, and a frontend that follows the table sends none."
  }
}

variable "settings" {
  description = "Further settings of the frontend, by the names of its environment variables, e.g. { QUAKEWIRE_MEASURE_PAGES = \"true\" }."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for name in keys(var.settings) : startswith(name, "QUAKEWIRE_")])
    error_message = "settings must be named QUAKEWIRE_…: access to AWS comes from the role, and nothing else is read."
  }
}

# ---------------------------------------------------------------------------------------------------------------------
# The way in
# ---------------------------------------------------------------------------------------------------------------------

variable "internal" {
  description = "Whether the load balancer is private, with CloudFront before it, which alone is let in then."
  type        = bool
  default     = false
  nullable    = false
}

variable "certificate_arn" {
  description = "The certificate, in this region. Null: the balancer speaks HTTP, for CloudFront or a trial."
  type        = string
  default     = null
}

variable "web_acl_arn" {
  description = "The firewall's rules, in this region. Null: none."
  type        = string
  default     = null
}

variable "allowed_addresses" {
  description = "Who may open the site, as IPv4 ranges. Not looked at where the balancer is internal."
  type        = list(string)
  nullable    = false

  validation {
    condition     = alltrue([for range in var.allowed_addresses : can(cidrnetmask(range))])
    error_message = "allowed_addresses must be IPv4 ranges such as 203.0.113.0/24."
  }
  validation {
    condition     = var.internal || length(var.allowed_addresses) > 0
    error_message = "allowed_addresses must have at least one range, or nobody could open the site; everyone is 0.0.0.0/0."
  }
}

variable "idle_timeout" {
  description = "Seconds without a byte after which the load balancer closes a connection."
  type        = number
  default     = 60
  nullable    = false

  # frontend/src/server/stream.rs: two beats of 7.5 s are a sign of life. frontend/src/server/listener.rs: HEAD, 2 minutes.
  validation {
    condition     = var.idle_timeout >= 31 && var.idle_timeout <= 119 && floor(var.idle_timeout) == var.idle_timeout
    error_message = "idle_timeout must be 31 to 119 s: above two signs of life of a quiet stream (15 s each), below the 120 s after which the frontend closes, or readers would see 502."
  }
}

variable "grpc" {
  description = "Whether gRPC passes the balancer, by the paths of its services, over TLS."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = !var.grpc || (var.certificate_arn != null && !var.internal)
    error_message = "grpc needs certificate_arn and a public balancer: AWS takes gRPC at an HTTPS listener only, and CloudFront speaks it to an HTTPS origin only, which a private balancer is not."
  }
}

variable "grafana" {
  description = "Grafana behind the same balancer: the name it is asked for by, where it is, and who may ask, as at most four IPv4 ranges. Null: not here."
  type = object({
    host      = string
    address   = string
    port      = number
    addresses = list(string)
  })
  default = null

  validation {
    condition = var.grafana == null ? true : (
      length(var.grafana.addresses) > 0 && length(var.grafana.addresses) <= 4 &&
      alltrue([for range in var.grafana.addresses : can(cidrnetmask(range)) && range != "0.0.0.0/0"])
    )
    error_message = "grafana.addresses must be one to four IPv4 ranges, and not everyone: a rule of the balancer has room for five values, of which the name is one."
  }
  validation {
    condition     = var.grafana == null || var.certificate_arn != null
    error_message = "grafana needs certificate_arn: its password must not go unencrypted. Without one it is reached by a tunnel."
  }
}

# ---------------------------------------------------------------------------------------------------------------------
# How many, and how they change
# ---------------------------------------------------------------------------------------------------------------------

variable "tasks" {
  description = "Fewest and most tasks, processor units (1024 are one) and MiB of memory of each."
  type        = object({ min = number, max = number, cpu = number, memory = number })
  nullable    = false

  validation {
    condition     = var.tasks.min >= 1 && var.tasks.max >= var.tasks.min && floor(var.tasks.min) == var.tasks.min && floor(var.tasks.max) == var.tasks.max
    error_message = "tasks.min must be a whole number, at least 1, and tasks.max at least as much."
  }
  validation {
    condition     = contains([256, 512, 1024, 2048, 4096], var.tasks.cpu)
    error_message = "tasks.cpu must be 256, 512, 1024, 2048 or 4096: Fargate knows no sizes between them."
  }
  validation {
    condition     = var.tasks.memory >= 1024 && var.tasks.memory >= 2 * var.tasks.cpu && var.tasks.memory <= 8 * var.tasks.cpu && var.tasks.memory % 1024 == 0
    error_message = "tasks.memory must be a multiple of 1024, twice to eight times tasks.cpu: so Fargate wants it, and 20,000 streams beside the window want 768."
  }
}

variable "streams_per_task" {
  description = "Open streams that one task should carry; beyond this on average, another is started."
  type        = number
  default     = 5000
  nullable    = false

  # frontend/src/server/stream.rs: STREAMS.
  validation {
    condition     = var.streams_per_task >= 100 && var.streams_per_task <= 15000
    error_message = "streams_per_task must be 100 to 15000: a frontend refuses the 20,001st stream, and new tasks take a minute to come."
  }
}

variable "deployment" {
  description = "How a new version replaces the old: CANARY, LINEAR, BLUE_GREEN or ROLLING; the canary's or a step's share in percent; minutes to wait before going on."
  type        = object({ strategy = string, percent = number, bake_minutes = number })
  default     = { strategy = "CANARY", percent = 10, bake_minutes = 5 }
  nullable    = false

  validation {
    condition     = contains(["CANARY", "LINEAR", "BLUE_GREEN", "ROLLING"], var.deployment.strategy)
    error_message = "deployment.strategy must be CANARY, LINEAR, BLUE_GREEN or ROLLING."
  }
  validation {
    condition     = var.deployment.percent >= 3 && var.deployment.percent <= 100
    error_message = "deployment.percent must be 3 to 100: AWS takes no smaller steps."
  }
  validation {
    condition     = var.deployment.bake_minutes >= 3 && var.deployment.bake_minutes <= 1440
    error_message = "deployment.bake_minutes must be 3 to 1440: the alarms that roll back look at three minutes, and AWS waits for a day at most."
  }
}

variable "wait" {
  description = "Whether `terraform apply` waits until the new version serves, and fails if it was rolled back."
  type        = bool
  default     = true
  nullable    = false
}

variable "deletion_protection" {
  description = "Whether AWS refuses to delete the load balancer, and Terraform to delete its access logs."
  type        = bool
  nullable    = false
}

variable "log_retention_days" {
  description = "How long CloudWatch keeps what frontends write, and S3 the balancer's access logs."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.log_retention_days > 0
    error_message = "log_retention_days must not be 0: that would be for ever."
  }
}
