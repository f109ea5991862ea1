# Everything that can be decided, in the order in which one thinks about it: here, in variables-system.tf, and in
# variables-site.tf. Only the first section has to be.
# What a default is not said to be, it is the small profile's; profiles/ are the answers that belong together.

# ---------------------------------------------------------------------------------------------------------------------
# Where, and for whom
# ---------------------------------------------------------------------------------------------------------------------

variable "region" {
  description = "The home region, for example eu-central-1: here are Kafka, producer, consumer, and the table that is written."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the name of an AWS region, for example eu-central-1."
  }
}

variable "domain" {
  description = "The site's name, for example quakes.example.org, in a public Route 53 zone of this account. Null: CloudFront serves it under a name of its own."
  type        = string
  default     = null

  validation {
    condition     = var.domain == null ? true : can(regex("^([a-z0-9-]+\\.)+[a-z]{2,}$", var.domain))
    error_message = "domain must be a name in small letters without https:// and path, for example quakes.example.org."
  }
}

variable "hosted_zone" {
  description = "The Route 53 zone that has the domain. Null: what follows the domain's first dot."
  type        = string
  default     = null

  validation {
    condition     = var.hosted_zone == null ? true : (var.domain == var.hosted_zone || endswith(coalesce(var.domain, "-"), ".${var.hosted_zone}"))
    error_message = "hosted_zone must be the end of domain: for quakes.example.org that is example.org."
  }
  validation {
    condition     = var.domain == null || var.hosted_zone != null || length(split(".", coalesce(var.domain, "-"))) > 2
    error_message = "A domain such as example.org is its own zone: set hosted_zone to it as well."
  }
}

variable "allowed_addresses" {
  description = "Who may open the site, as IPv4 ranges. Everyone, unless this says otherwise."
  type        = list(string)
  default     = ["0.0.0.0/0"]
  nullable    = false

  validation {
    condition     = length(var.allowed_addresses) > 0 && alltrue([for range in var.allowed_addresses : can(cidrnetmask(range))])
    error_message = "allowed_addresses must be IPv4 ranges such as 203.0.113.0/24, and at least one."
  }
  validation {
    condition     = contains(var.allowed_addresses, "0.0.0.0/0") || !coalesce(var.cloudfront, var.domain == null)
    error_message = "CloudFront lets everyone in. To restrict who may open the site, give a domain and leave cloudfront false."
  }
}

variable "owner" {
  description = "Who answers for it: a team or an address, in the tag Owner of everything."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9 _.:/=+@-]{1,256}$", var.owner))
    error_message = "owner must be 1 to 256 letters, digits, spaces or _.:/=+@-: what AWS allows in a tag."
  }
}

variable "images" {
  description = "Our images with their digests, by name: producer, consumer, frontend, setup. `make images` builds them, pushes them to this account and writes images.auto.tfvars."
  type        = map(string)
  nullable    = false

  validation {
    condition     = length(setsubtract(["producer", "consumer", "frontend", "setup"], keys(var.images))) == 0
    error_message = "images must name producer, consumer, frontend and setup: run `make images`, or say where published ones are."
  }
  validation {
    condition     = alltrue([for image in values(var.images) : can(regex("^[^@ ]+@sha256:[0-9a-f]{64}$", image))])
    error_message = "Each image must be given by its digest, as in registry/quakewire/producer@sha256:…: a tag may mean something else tomorrow."
  }
}

variable "alert_email" {
  description = "Who hears of alarms of AWS and of a budget that is running out. Null: nobody."
  type        = string
  default     = null

  validation {
    condition     = var.alert_email == null ? true : can(regex("^[^@ ]+@[^@ ]+$", var.alert_email))
    error_message = "alert_email must be an e-mail address."
  }
}

variable "budget" {
  description = "US dollars a month; at 80 % of it, and when the forecast is beyond it, a mail is sent. 0: no budget is made."
  type        = number
  default     = 200
  nullable    = false

  validation {
    condition     = var.budget >= 0
    error_message = "budget must be 0 or more US dollars a month."
  }
}

variable "name" {
  description = "What everything's name begins with. Two systems in one account need two."
  type        = string
  default     = "quakewire"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,15}$", var.name)) && !can(regex("^(aws|amazon|amzn)", var.name))
    error_message = "name must be 2 to 16 small letters, digits and hyphens, a letter first and not aws, amazon or amzn: some of AWS's names are short, and some are AWS's own."
  }
}

variable "environment" {
  description = "The tag Environment, and the label `environment` of every log line."
  type        = string
  default     = "production"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,31}$", var.environment))
    error_message = "environment must be at most 32 small letters, digits and hyphens, for example production."
  }
}

# ---------------------------------------------------------------------------------------------------------------------
# Regions
# ---------------------------------------------------------------------------------------------------------------------

variable "further_regions" {
  description = "Regions beside the home region that have a frontend and a replica of the table. Readers are sent to the nearest. Add new ones at the end: each place has its address range, and another order makes networks anew. Then run `make images` on a new commit: ECR copies to a region only what is pushed once it is there."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = !contains(var.further_regions, var.region) && length(distinct(var.further_regions)) == length(var.further_regions)
    error_message = "further_regions must be different from each other and from region."
  }
  validation {
    condition     = length(var.further_regions) == 0 || !coalesce(var.cloudfront, var.domain == null)
    error_message = "Several regions are told apart by Route 53: give a domain and leave cloudfront false."
  }
  validation {
    condition     = length(var.further_regions) <= 7
    error_message = "At most 7 further_regions: an address range is kept for 8."
  }
}

variable "replica_regions" {
  description = "Regions that have a replica of the table and nothing else, for safety."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = !contains(var.replica_regions, var.region)
    error_message = "replica_regions must not name the home region: the table is there already."
  }
}

variable "table" {
  description = "The table's name. Null: that of everything. It is changed when a restored copy takes the table's place (docs/runbook-aws.md)."
  type        = string
  default     = null

  validation {
    condition     = var.table == null ? true : can(regex("^[A-Za-z0-9_.-]{3,255}$", var.table))
    error_message = "table must be 3 to 255 letters, digits, hyphens, dots or underscores: what DynamoDB allows."
  }
}

variable "consistency" {
  description = "How the table's replicas agree: EVENTUAL (any regions), or STRONG (three regions of one set, or two and a witness)."
  type        = string
  default     = "EVENTUAL"
  nullable    = false

  validation {
    condition     = contains(["EVENTUAL", "STRONG"], var.consistency)
    error_message = "consistency must be EVENTUAL or STRONG."
  }
}

variable "witness_region" {
  description = "With STRONG consistency and one replica: the region of the witness, which votes and cannot be read."
  type        = string
  default     = null
}

# ---------------------------------------------------------------------------------------------------------------------
# What is kept
# ---------------------------------------------------------------------------------------------------------------------

variable "deletion_protection" {
  description = "Whether `terraform destroy` is refused for the table and the load balancer. Set it to false and apply before taking everything down."
  type        = bool
  default     = true
  nullable    = false
}

variable "log_retention_days" {
  description = "How long CloudWatch keeps logs: of AWS's own services, and of ours what they wrote before Loki had it."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731], var.log_retention_days)
    error_message = "log_retention_days must be one that CloudWatch knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545 or 731."
  }
}

variable "project_folder" {
  description = "Where compose/ and grafana/ are, which the hosts get. Null: the folder above this one."
  type        = string
  default     = null
}
