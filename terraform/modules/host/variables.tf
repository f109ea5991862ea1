variable "name" {
  description = "What everything's name begins with."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,15}$", var.name))
    error_message = "name must be 2 to 16 small letters, digits and hyphens, a letter first."
  }
}

variable "purpose" {
  description = "What the host is for, for example pipeline. So it is called in the network, too."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,29}$", var.purpose))
    error_message = "purpose must be at most 30 small letters, digits and hyphens, a letter first: it becomes a DNS name."
  }
}

# ---------------------------------------------------------------------------------------------------------------------
# The machine
# ---------------------------------------------------------------------------------------------------------------------

variable "network" {
  description = "Where it stands: the output `network` of the module network."
  type = object({
    vpc_id             = string
    cidr               = string
    private_subnet_ids = list(string)
    public_subnet_ids  = list(string)
    namespace          = object({ id = string, arn = string, zone_id = string, domain = string })
  })
  nullable = false
}

variable "subnet_index" {
  description = "In which of the private subnets, and so in which zone, it and its data are. It cannot be changed later: a disk does not move."
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition     = var.subnet_index >= 0 && floor(var.subnet_index) == var.subnet_index && var.subnet_index < length(var.network.private_subnet_ids)
    error_message = "subnet_index must be the place of a private subnet of the network, from 0: give the network more zones, or the host a lower index."
  }
}

variable "further_security_group_ids" {
  description = "Security groups that it is in beside its own."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "instance_type" {
  description = "Its type, of a Graviton family: what it runs is built for ARM64."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{1,3}[0-9]g[a-z]*\\.[0-9a-z-]+$", var.instance_type))
    error_message = "instance_type must be of a Graviton family, such as t4g.medium or m7g.large: the AMI and our images are for ARM64."
  }
}

variable "data_gib" {
  description = "GiB of the disk for its data. More is taken over at the next apply while it runs; less is not possible."
  type        = number
  nullable    = false

  validation {
    condition     = var.data_gib >= 8 && var.data_gib <= 16384 && floor(var.data_gib) == var.data_gib
    error_message = "data_gib must be a whole number, 8 to 16384."
  }
}

# ---------------------------------------------------------------------------------------------------------------------
# What it runs
# ---------------------------------------------------------------------------------------------------------------------

variable "files" {
  description = "Where the files are that it runs: the output `files` of the module files."
  type        = object({ bucket = string, arn = string, version = string })
  nullable    = false
}

variable "compose_file" {
  description = "The compose file that it runs, below compose/: for example host/pipeline.yaml."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^host/[a-z0-9-]+\\.yaml$", var.compose_file))
    error_message = "compose_file must be one of compose/host/, for example host/pipeline.yaml."
  }
}

variable "environment" {
  description = "Settings of the compose file, as compose/.env.example explains them. PRIVATE_ADDRESS and DATA are added."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for name in keys(var.environment) : can(regex("^[A-Z][A-Z0-9_]*$", name))])
    error_message = "environment must have names of large letters, digits and underscores."
  }
  validation {
    condition     = alltrue([for value in values(var.environment) : !can(regex("['\n]", value))])
    error_message = "environment must not have values with a single quote or a line break: they stand in single quotes, a line each."
  }
  validation {
    condition     = length(setintersection(keys(var.environment), ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"])) == 0
    error_message = "environment must not hold keys of AWS: what the host may do stands in policy_documents, and its role gives it."
  }
}

variable "service_images" {
  description = "Images by digest of services of the compose file, where it is not to take IMAGE_PREFIX and IMAGE_TAG."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for image in values(var.service_images) : can(regex("^[^@ ]+@sha256:[0-9a-f]{64}$", image))])
    error_message = "service_images must be given by their digests, as in registry/quakewire/producer@sha256:…: a tag may mean something else tomorrow."
  }
}

variable "data_folders" {
  description = "Folders on the disk for data, by name, with the number of the user who writes there: what the image runs as."
  type        = map(number)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for name, user in var.data_folders : can(regex("^[a-z0-9-]+$", name)) && user > 0])
    error_message = "data_folders must be names of small letters, digits and hyphens, with users above 0: nothing of ours writes as root."
  }
}

variable "before_start" {
  description = "Bash that is run before anything is started, in compose/, with the settings as variables. What it appends to $ENV_FILE (host/.env, made anew each time) is a setting, too, and does not pass through Terraform."
  type        = string
  default     = ""
  nullable    = false
}

variable "before_restart" {
  description = "Bash that is run before what runs already is replaced; $CHANGED names the services. It may wait for a better moment."
  type        = string
  default     = ""
  nullable    = false
}

# ---------------------------------------------------------------------------------------------------------------------
# What it may do, and what is told of it
# ---------------------------------------------------------------------------------------------------------------------

variable "images" {
  description = "ARNs of the ECR repositories it may pull from. Empty for public images."
  type        = set(string)
  default     = []
  nullable    = false
}

variable "policy_documents" {
  description = "What it and its containers may do at AWS beyond running: IAM policies, each under a name of its own."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "log_retention_days" {
  description = "How long CloudWatch keeps what deployments said. Logs of what runs here go to Loki."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.log_retention_days > 0
    error_message = "log_retention_days must not be 0: that would be for ever."
  }
}
