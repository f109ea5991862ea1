variable "name" {
  description = "What repositories' names begin with, before a slash: quakewire/producer."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,19}[a-z0-9]$", var.name))
    error_message = "name must be 2 to 21 small letters, digits and hyphens, beginning with a letter and not ending with a hyphen."
  }
}

variable "repositories" {
  description = "One repository for each of these images, for example producer."
  type        = set(string)
  nullable    = false

  validation {
    condition     = length(var.repositories) > 0 && alltrue([for name in var.repositories : can(regex("^[a-z0-9]+([._-][a-z0-9]+)*$", name))])
    error_message = "repositories must be at least one name of small letters and digits, with single hyphens, dots or underscores between them."
  }
}

variable "replica_regions" {
  description = "Regions besides the provider's that get a copy of every image, for tasks that run there."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for region in var.replica_regions : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", region))])
    error_message = "replica_regions must be names of AWS regions, for example eu-west-1."
  }
}
