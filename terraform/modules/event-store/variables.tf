variable "name" {
  description = "The table's name, the same in all regions: QUAKEWIRE_TABLE of the services."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_.-]{3,255}$", var.name))
    error_message = "name must be 3 to 255 letters, digits, hyphens, dots and underscores: what DynamoDB allows."
  }
}

variable "region" {
  description = "The home region: the consumer writes here."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the name of an AWS region, for example eu-central-1."
  }
}

variable "replica_regions" {
  description = "Further regions that have the whole table and may be read there."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for region in var.replica_regions : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", region))])
    error_message = "replica_regions must be names of AWS regions, for example eu-west-1."
  }
  validation {
    condition     = !contains(var.replica_regions, var.region)
    error_message = "replica_regions must not name the home region: the table is there already."
  }
}

variable "consistency" {
  description = "How replicas agree: EVENTUAL (within about a second, any regions), or STRONG (a write is in two regions before it is confirmed). It cannot be changed once there are replicas."
  type        = string
  default     = "EVENTUAL"
  nullable    = false

  validation {
    condition     = contains(["EVENTUAL", "STRONG"], var.consistency)
    error_message = "consistency must be EVENTUAL or STRONG."
  }
  validation {
    condition     = var.consistency == "STRONG" || var.witness_region == null
    error_message = "A witness is for STRONG consistency only: leave witness_region out, or set consistency to STRONG."
  }
  validation {
    condition     = var.consistency != "STRONG" || (length(var.replica_regions) > 0 && length(var.replica_regions) + length(compact([var.witness_region])) == 2)
    error_message = "STRONG consistency is of exactly three regions: give two replica_regions, or one and a witness_region."
  }
  validation {
    condition = var.consistency != "STRONG" || anytrue([
      for together in values(local.strong_together) : length(setsubtract(compact(concat([var.region, var.witness_region], tolist(var.replica_regions))), together)) == 0
    ])
    error_message = "STRONG consistency is possible within one of these only: ${join("; ", [for together in values(local.strong_together) : join(", ", together)])}. Choose all three there, or EVENTUAL."
  }
}

variable "witness_region" {
  description = "With STRONG consistency and one replica: a third region, which votes and cannot be read. Null: none."
  type        = string
  default     = null

  validation {
    condition     = var.witness_region == null ? true : !contains(setunion(var.replica_regions, [var.region]), var.witness_region)
    error_message = "witness_region must be another than the home region and the replicas': a region has one vote."
  }
}

variable "deletion_protection" {
  description = "Whether AWS refuses to delete the table and its replicas. Set it to false and apply before taking everything down."
  type        = bool
  default     = true
  nullable    = false
}

variable "limits" {
  description = "The most request units a second, of the table and of each index: a bound for the bill, not what is needed."
  type        = object({ read = optional(number, 4000), write = optional(number, 500) })
  default     = {}
  nullable    = false

  validation {
    condition     = var.limits.read >= 100 && var.limits.write >= 100
    error_message = "limits must be at least 100 each: a frontend that starts reads 30 days of earthquakes, and a consumer that was away catches up."
  }
}
