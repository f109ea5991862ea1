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
  description = "The load balancer's region. For CloudFront: us-east-1, where it wants certificates and firewalls."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the name of an AWS region, for example eu-central-1."
  }
  validation {
    condition     = var.scope != "CLOUDFRONT" || var.region == "us-east-1"
    error_message = "region must be us-east-1 where scope is CLOUDFRONT: CloudFront takes certificates and firewalls from nowhere else."
  }
}

variable "scope" {
  description = "What stands behind it: REGIONAL (a load balancer) or CLOUDFRONT."
  type        = string
  default     = "REGIONAL"
  nullable    = false

  validation {
    condition     = contains(["REGIONAL", "CLOUDFRONT"], var.scope)
    error_message = "scope must be REGIONAL or CLOUDFRONT."
  }
}

variable "domain" {
  description = "The site's name, for the certificate. Null: there is none, and CloudFront's own is used."
  type        = string
  default     = null

  validation {
    condition     = var.domain == null ? true : can(regex("^([a-z0-9-]+\\.)+[a-z]{2,}$", var.domain))
    error_message = "domain must be a name in small letters without https:// and path, for example quakes.example.org."
  }
  validation {
    condition     = var.domain != null || var.scope == "CLOUDFRONT"
    error_message = "domain must be given for a load balancer: without a name there is no certificate, and the site would be unencrypted."
  }
}

variable "further_names" {
  description = "Names beside the domain that the certificate is for: Grafana's. They lie in the same zone."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = var.domain != null || length(var.further_names) == 0
    error_message = "further_names need a domain beside which they are."
  }
  validation {
    condition     = alltrue([for name in var.further_names : can(regex("^([a-z0-9-]+\\.)+[a-z]{2,}$", name))])
    error_message = "further_names must be names in small letters, for example grafana.quakes.example.org."
  }
}

variable "hosted_zone_id" {
  description = "The public Route 53 zone of the domain, in which the certificate is proven to be ours."
  type        = string
  default     = null
}

variable "rate_limit" {
  description = "Requests within five minutes after which an address is turned away for a while. The stream is not counted, and not refused."
  type        = number
  # Looser than the frontends themselves, whose 429 says to the second when to come back: each lets an address ask 20 times
  # a second and 100 times at once, three of them 18,300 times in five minutes.
  default  = 20000
  nullable = false

  validation {
    condition     = var.rate_limit >= 100 && floor(var.rate_limit) == var.rate_limit
    error_message = "rate_limit must be a whole number, at least 100: a map that is opened asks for some dozens of files."
  }
}

variable "log_retention_days" {
  description = "How long CloudWatch keeps the requests that were turned away."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.log_retention_days > 0
    error_message = "log_retention_days must not be 0: that would be for ever."
  }
}
