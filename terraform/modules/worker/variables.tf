variable "name" {
  description = "What everything's name begins with."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,15}$", var.name))
    error_message = "name must be 2 to 16 small letters, digits and hyphens, a letter first."
  }
}

variable "service" {
  description = "Which of our services this is: producer or consumer. Its program is quakewire-<service>, and so it is called in the network."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["producer", "consumer"], var.service)
    error_message = "service must be producer or consumer: the frontend needs a load balancer and has a module of its own."
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

variable "cluster_arn" {
  description = "The ECS cluster it runs in."
  type        = string
  nullable    = false
}

variable "image" {
  description = "Its image, with the digest."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[^@ ]+@sha256:[0-9a-f]{64}$", var.image))
    error_message = "image must be given by its digest, as in registry/quakewire/producer@sha256:…: a tag may mean something else tomorrow."
  }
}

variable "setup" {
  description = "What has to have been run with success before it starts: an image, its command, and settings. It is tried again for some twenty minutes. Null: nothing."
  type = object({
    image       = string
    command     = list(string)
    environment = optional(map(string), {})
  })
  default = null

  validation {
    condition     = var.setup == null ? true : can(regex("^[^@ ]+@sha256:[0-9a-f]{64}$", var.setup.image))
    error_message = "setup.image must be given by its digest, as in registry/quakewire/setup@sha256:…."
  }
  validation {
    condition     = var.setup == null ? true : length(var.setup.command) > 0
    error_message = "setup.command must name a program, for example [\"quakewire-topics\"]."
  }
}

variable "environment" {
  description = "Its settings. Where it listens is added."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = length(setintersection(keys(var.environment), ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"])) == 0
    error_message = "environment must not hold keys of AWS: what the service may do stands in policy_json, and its role gives it."
  }
}

variable "port" {
  description = "Where it serves its metrics and its health."
  type        = number
  nullable    = false

  validation {
    condition     = var.port >= 1024 && var.port <= 65535 && floor(var.port) == var.port
    error_message = "port must be 1024 to 65535: below, only root may listen."
  }
}

variable "tasks" {
  description = "How many of it run."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.tasks >= 0 && floor(var.tasks) == var.tasks
    error_message = "tasks must be a whole number, 0 or more."
  }
}

variable "cpu" {
  description = "Processor units of one task; 1024 are one processor."
  type        = number
  default     = 256
  nullable    = false

  validation {
    condition     = contains([256, 512, 1024, 2048], var.cpu)
    error_message = "cpu must be 256, 512, 1024 or 2048: Fargate knows no sizes between them."
  }
}

variable "memory" {
  description = "Memory of one task in MiB, twice to eight times as many as units of cpu."
  type        = number
  default     = 512
  nullable    = false

  validation {
    condition     = var.memory >= 2 * var.cpu && var.memory <= 8 * var.cpu && (var.memory == 512 || var.memory % 1024 == 0)
    error_message = "memory must be 512 or a multiple of 1024, and twice to eight times cpu: so Fargate wants it."
  }
}

variable "policy_json" {
  description = "What the service itself may do at AWS, as an IAM policy. Null: nothing."
  type        = string
  default     = null
}

variable "repositories" {
  description = "ARNs of the ECR repositories its images are pulled from. Empty for public images."
  type        = set(string)
  default     = []
  nullable    = false
}

variable "log_retention_days" {
  description = "How long CloudWatch keeps what it writes to standard error. Loki has the same lines."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.log_retention_days > 0
    error_message = "log_retention_days must not be 0: that would be for ever."
  }
}

variable "kill_after" {
  description = "Seconds a task has for stopping before it is killed."
  type        = number
  default     = 20
  nullable    = false

  validation {
    condition     = var.kill_after >= 15 && var.kill_after <= 120
    error_message = "kill_after must be 15 to 120 s: the services finish what is in hand within 10 s and then flush their logs for 2, and Fargate waits for 120 at most."
  }
}
