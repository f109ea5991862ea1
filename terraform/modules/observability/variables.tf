variable "name" {
  description = "What everything's name begins with."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,15}$", var.name))
    error_message = "name must be 2 to 16 small letters, digits and hyphens, a letter first."
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

variable "files" {
  description = "What hosts run: the output `files` of the module files."
  type        = object({ bucket = string, arn = string, version = string })
  nullable    = false
}

variable "instance_type" {
  description = "The host's type. The containers may take 2.25 GiB together, and seldom take half of it."
  type        = string
  default     = "t4g.small"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]+[0-9]+g[a-z]*\\.[a-z0-9-]+$", var.instance_type))
    error_message = "instance_type must be one with Graviton processors, for example t4g.small: the host's system is made for arm64."
  }
}

variable "data_gib" {
  description = "GiB for what is kept: Prometheus takes up to 4, Grafana little, Loki the rest where it keeps its lines on disk."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.data_gib >= 10 && floor(var.data_gib) == var.data_gib
    error_message = "data_gib must be a whole number, 10 or more: Prometheus alone takes up to 4, and Loki needs room for its log of writes."
  }
}

variable "store" {
  description = "Where Loki keeps its lines: disk or s3. Changing it later loses sight of what was kept before."
  type        = string
  default     = "disk"
  nullable    = false

  validation {
    condition     = contains(["disk", "s3"], var.store)
    error_message = "store must be disk or s3."
  }
}

variable "environment" {
  description = "The label `environment` of the host's own log lines."
  type        = string
  default     = "production"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,31}$", var.environment))
    error_message = "environment must be at most 32 small letters, digits and hyphens, for example production."
  }
}

variable "targets" {
  description = "Whom Prometheus asks: a name and port for each of producer, consumer and frontend. A name may stand for several tasks."
  type        = map(string)
  nullable    = false

  validation {
    condition     = toset(keys(var.targets)) == toset(["producer", "consumer", "frontend"])
    error_message = "targets must name producer, consumer and frontend: compose/config/prometheus.yaml asks for these, and for no others."
  }
  validation {
    condition     = alltrue([for target in values(var.targets) : can(regex("^[a-z0-9.-]+:[0-9]{2,5}$", target))])
    error_message = "Each of targets must be a name and a port, for example producer.quakewire.internal:9101."
  }
}

variable "alert_email" {
  description = "Who gets alerts as mail, once the mail that asks for consent was answered. Null: nobody; they are in Grafana only."
  type        = string
  default     = null

  validation {
    condition     = var.alert_email == null ? true : can(regex("^[^@ ]+@[^@ ]+$", var.alert_email))
    error_message = "alert_email must be an e-mail address."
  }
}

variable "grafana_url" {
  description = "Where browsers find Grafana behind a load balancer. Null: it is reached by a tunnel, and can be looked at without a password."
  type        = string
  default     = null

  validation {
    condition     = var.grafana_url == null ? true : can(regex("^https://[a-z0-9.-]+/$", var.grafana_url))
    error_message = "grafana_url must be https://, a name and /, for example https://grafana.quakes.example.org/: passwords do not go unencrypted."
  }
}

variable "log_retention_days" {
  description = "How long CloudWatch keeps what deploying to the host said."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.log_retention_days > 0
    error_message = "log_retention_days must not be 0: that would be for ever."
  }
}
