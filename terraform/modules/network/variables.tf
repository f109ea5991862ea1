variable "name" {
  description = "What everything's name begins with, and the name of the private DNS zone: <name>.internal."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,19}[a-z0-9]$", var.name))
    error_message = "name must be 2 to 21 small letters, digits and hyphens, beginning with a letter and not ending with a hyphen."
  }
}

variable "region" {
  description = "The region of this network. One network is in one region."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the name of an AWS region, for example eu-central-1."
  }
}

variable "cidr" {
  description = "The network's IPv4 range, /16 to /22, in 10.0.0.0/8."
  type        = string
  nullable    = false

  validation {
    condition     = can(cidrnetmask(var.cidr)) && try(cidrhost(var.cidr, 0) == split("/", var.cidr)[0], false)
    error_message = "cidr must be an IPv4 range that begins at its own first address, for example 10.64.0.0/16."
  }
  validation {
    condition     = try(tonumber(split("/", var.cidr)[1]) >= 16 && tonumber(split("/", var.cidr)[1]) <= 22, false)
    error_message = "cidr must be /16 to /22: AWS allows no wider network, and in a narrower one a load balancer has too few addresses."
  }
  validation {
    condition     = startswith(var.cidr, "10.")
    error_message = "cidr must be in 10.0.0.0/8: on the hosts, Docker takes ranges in 172.16.0.0/12 and 192.168.0.0/16 for its own networks, and what it takes cannot be reached."
  }
}

variable "zones" {
  description = "Over how many availability zones it is spread, 2 or 3."
  type        = number
  default     = 2
  nullable    = false

  validation {
    condition     = contains([2, 3], var.zones)
    error_message = "zones must be 2 or 3: a load balancer needs two, and Kafka's brokers are three."
  }
}

variable "nat" {
  description = "How private subnets reach the internet: none; one gateway in the first zone; one per-zone; or one regional gateway that AWS spreads over the zones in use."
  type        = string
  default     = "one"
  nullable    = false

  validation {
    condition     = contains(["none", "one", "per-zone", "regional"], var.nat)
    error_message = "nat must be none, one, per-zone or regional."
  }
  validation {
    condition     = var.nat != "none" || length(setsubtract(["ecr.api", "ecr.dkr", "logs"], var.interface_endpoints)) == 0
    error_message = "Without NAT no task could start: add ecr.api, ecr.dkr and logs to interface_endpoints, or set nat to one, per-zone or regional."
  }
}

variable "interface_endpoints" {
  description = "AWS services that are reached without NAT, by their short names, for example ecr.api. S3 and DynamoDB always are, at no cost."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for service in var.interface_endpoints : can(regex("^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$", service)) && !startswith(service, "com.amazonaws.")])
    error_message = "interface_endpoints must be short names such as ecr.api, without com.amazonaws and the region."
  }
  validation {
    condition     = length(setintersection(var.interface_endpoints, ["s3", "dynamodb"])) == 0
    error_message = "interface_endpoints must not name s3 or dynamodb: they have gateway endpoints here, which cost nothing."
  }
}

variable "log_retention_days" {
  description = "How many days the flow log is kept."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731], var.log_retention_days)
    error_message = "log_retention_days must be one that CloudWatch knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545 or 731."
  }
}
