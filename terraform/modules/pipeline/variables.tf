variable "name" {
  description = "What everything's name begins with."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,15}$", var.name))
    error_message = "name must be 2 to 16 small letters, digits and hyphens, a letter first."
  }
}

variable "kind" {
  description = "What Kafka is: host (one broker beside producer and consumer), brokers (three hosts) or msk (Amazon's)."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["host", "brokers", "msk"], var.kind)
    error_message = "kind must be host, brokers or msk."
  }
}

variable "network" {
  description = "Where it is: the output `network` of the module network. Three brokers want three zones."
  type = object({
    vpc_id             = string
    cidr               = string
    private_subnet_ids = list(string)
    public_subnet_ids  = list(string)
    namespace          = object({ id = string, arn = string, zone_id = string, domain = string })
  })
  nullable = false

  validation {
    condition     = var.kind == "host" || length(var.network.private_subnet_ids) >= 3
    error_message = "network must have three zones for three brokers: with two of them in one zone, that zone could take the cluster down. Set zones = 3, or kind = \"host\"."
  }
}

variable "files" {
  description = "Where the files are that hosts run: the output `files` of the module files."
  type        = object({ bucket = string, arn = string, version = string })
  nullable    = false
}

variable "images" {
  description = "Our images with their digests: producer, consumer and setup."
  type        = map(string)
  nullable    = false

  validation {
    condition     = length(setsubtract(["producer", "consumer", "setup"], keys(var.images))) == 0
    error_message = "images must name producer, consumer and setup."
  }
  validation {
    condition     = alltrue([for image in values(var.images) : can(regex("^[^@ ]+@sha256:[0-9a-f]{64}$", image))])
    error_message = "images must be given by their digests, as in registry/quakewire/producer@sha256:…: a tag may mean something else tomorrow."
  }
}

variable "repositories" {
  description = "ARNs of the ECR repositories that images are pulled from, by the images' names. Empty for public images."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "table" {
  description = "The table the consumer writes to: the output `table` of the module event-store."
  type        = object({ name = string, arn = string, region = string })
  nullable    = false
}

variable "loki_url" {
  description = "Where logs go, for example http://observability.quakewire.internal:3100."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^https?://", var.loki_url))
    error_message = "loki_url must begin with http:// or https://."
  }
}

variable "environment" {
  description = "The label `environment` of every log line."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,31}$", var.environment))
    error_message = "environment must be at most 32 small letters, digits and hyphens, for example production."
  }
}

variable "partitions" {
  description = "Partitions of the events topic: at most so many consumers share the work. A topic that is there keeps its own."
  type        = number
  default     = 6
  nullable    = false

  validation {
    condition     = var.partitions >= 1 && var.partitions <= 256 && floor(var.partitions) == var.partitions
    error_message = "partitions must be a whole number, 1 to 256."
  }
}

variable "producers" {
  description = "How many producers listen to EMSC at once. On a host there is always one."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = contains([1, 2], var.producers)
    error_message = "producers must be 1 or 2: more would only say the same again."
  }
  validation {
    condition     = var.kind != "host" || var.producers == 1
    error_message = "producers must be 1 where kind is host: there is one beside Kafka. For two, set kind to brokers or msk."
  }
}

variable "consumers" {
  description = "How many consumers share the partitions. On a host there is always one."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.consumers >= 1 && var.consumers <= var.partitions && floor(var.consumers) == var.consumers
    error_message = "consumers must be a whole number from 1 to partitions: one more would have nothing to do."
  }
  validation {
    condition     = var.kind != "host" || var.consumers == 1
    error_message = "consumers must be 1 where kind is host: there is one beside Kafka. For more, set kind to brokers or msk."
  }
}

variable "host_type" {
  description = "The type of the host, for kind = host; Graviton."
  type        = string
  default     = "t4g.medium"
  nullable    = false

  validation {
    condition     = !can(regex("^[^t][a-z0-9]*\\.medium$", var.host_type))
    error_message = "host_type must have two processors, for example t4g.medium or m7g.large: compose gives Kafka two, and Docker refuses that where there is one."
  }
}

variable "host_data_gib" {
  description = "GiB for Kafka's data, for kind = host."
  type        = number
  default     = 30
  nullable    = false
}

variable "broker_type" {
  description = "The type of each broker: a Graviton host's for kind = brokers, kafka.… for msk."
  type        = string
  default     = "t4g.large"
  nullable    = false

  validation {
    condition     = (var.kind == "msk") == startswith(var.broker_type, "kafka.") || var.kind == "host"
    error_message = "broker_type must begin with kafka. for MSK, for example kafka.m7g.large, and must not for hosts, for example t4g.large."
  }
  validation {
    condition     = !can(regex("^[^t][a-z0-9]*\\.medium$", var.broker_type))
    error_message = "broker_type must have two processors, for example t4g.large or m7g.large: compose gives Kafka two, and Docker refuses that where there is one."
  }
}

variable "broker_data_gib" {
  description = "GiB for each broker's data, for kind = brokers or msk."
  type        = number
  default     = 50
  nullable    = false

  validation {
    condition     = var.broker_data_gib >= 8 && var.broker_data_gib <= 16384 && floor(var.broker_data_gib) == var.broker_data_gib
    error_message = "broker_data_gib must be a whole number, 8 to 16384."
  }
}

variable "log_retention_days" {
  description = "How long CloudWatch keeps what deployments said, standard errors of tasks, and MSK's logs."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.log_retention_days > 0
    error_message = "log_retention_days must not be 0: that would be for ever."
  }
}
