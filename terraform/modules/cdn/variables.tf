variable "name" {
  description = "What everything's name begins with."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,15}$", var.name))
    error_message = "name must be 2 to 16 small letters, digits and hyphens, a letter first."
  }
}

variable "balancer" {
  description = "The internal load balancer: the output `balancer` of the module web."
  type        = object({ arn = string, dns_name = string })
  nullable    = false
}

variable "domain" {
  description = "The site's name. Null: CloudFront gives one."
  type        = string
  default     = null

  validation {
    condition     = var.domain == null ? true : can(regex("^([a-z0-9-]+\\.)+[a-z]{2,}$", var.domain))
    error_message = "domain must be a name in small letters without https:// and path, for example quakes.example.org."
  }
}

variable "hosted_zone_id" {
  description = "The public Route 53 zone of the domain."
  type        = string
  default     = null
}

variable "certificate_arn" {
  description = "The domain's certificate, in us-east-1."
  type        = string
  default     = null
}

variable "web_acl_arn" {
  description = "The firewall's rules, of scope CLOUDFRONT. Null: none."
  type        = string
  default     = null
}

variable "price_class" {
  description = "From where readers are served: PriceClass_All, or PriceClass_200 or PriceClass_100, which leave out the dearer continents."
  type        = string
  default     = "PriceClass_All"
  nullable    = false

  validation {
    condition     = contains(["PriceClass_All", "PriceClass_200", "PriceClass_100"], var.price_class)
    error_message = "price_class must be PriceClass_All, PriceClass_200 or PriceClass_100."
  }
}

variable "log_retention_days" {
  description = "How long CloudWatch keeps what was asked for."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.log_retention_days > 0
    error_message = "log_retention_days must not be 0: that would be for ever."
  }
}
