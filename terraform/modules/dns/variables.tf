variable "domain" {
  description = "The site's name."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^([a-z0-9-]+\\.)+[a-z]{2,}$", var.domain))
    error_message = "domain must be a name in small letters without https:// and path, for example quakes.example.org."
  }
}

variable "hosted_zone_id" {
  description = "The public Route 53 zone of the domain."
  type        = string
  nullable    = false
}

variable "balancers" {
  description = "The load balancers by region: the output `balancer` of the module web."
  type        = map(object({ dns_name = string, zone_id = string }))
  nullable    = false

  validation {
    condition     = length(var.balancers) > 0
    error_message = "balancers must have at least one region."
  }
}

variable "checked" {
  description = "Whether Route 53 asks each of several regions if it is ready. False where balancers let in some addresses only: its checkers come from everywhere. Readers are then sent to the nearest region even when that one is not well."
  type        = bool
  default     = true
  nullable    = false
}

variable "grafana" {
  description = "Grafana's name, and the region whose load balancer it is behind. Null: it has none."
  type        = object({ host = string, region = string })
  default     = null

  validation {
    condition     = var.grafana == null ? true : contains(keys(var.balancers), var.grafana.region)
    error_message = "grafana.region must be one of balancers."
  }
}
