# What it is built of: zones, NAT, Kafka, hosts, and who sees Grafana.

variable "zones" {
  description = "Over how many availability zones everything is spread, 2 or 3."
  type        = number
  default     = 2
  nullable    = false

  validation {
    condition     = contains([2, 3], var.zones)
    error_message = "zones must be 2 or 3: a load balancer needs two, and Kafka's brokers are three."
  }
}

variable "nat" {
  description = "How what is private reaches the internet: one gateway, one per-zone, or one regional gateway that spans all zones."
  type        = string
  default     = "one"
  nullable    = false

  validation {
    condition     = contains(["one", "per-zone", "regional"], var.nat)
    error_message = "nat must be one, per-zone or regional. Without any, the producer could not reach EMSC."
  }
}

variable "interface_endpoints" {
  description = "Whether images, logs and sessions of hosts go to AWS without the NAT gateway: safer when a zone fails, and some 7 dollars a month for each of them in each zone."
  type        = bool
  default     = false
  nullable    = false
}

variable "kafka" {
  description = "What Kafka is: host (one broker beside producer and consumer), brokers (three hosts) or msk (Amazon's)."
  type        = string
  default     = "host"
  nullable    = false

  validation {
    condition     = contains(["host", "brokers", "msk"], var.kafka)
    error_message = "kafka must be host, brokers or msk."
  }
  validation {
    condition     = var.kafka == "host" || var.zones == 3
    error_message = "Three brokers want three zones: set zones = 3, or kafka = \"host\"."
  }
}

variable "partitions" {
  description = "Partitions of the events topic: at most so many consumers share the work. It cannot be made less later."
  type        = number
  default     = 6
  nullable    = false

  validation {
    condition     = var.partitions >= 1 && var.partitions <= 256 && floor(var.partitions) == var.partitions
    error_message = "partitions must be a whole number, 1 to 256."
  }
}

variable "producers" {
  description = "How many producers listen to EMSC at once; the second is there for when the first is not. On a host: one, always."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = contains([1, 2], var.producers)
    error_message = "producers must be 1 or 2: more would only say the same again."
  }
}

variable "consumers" {
  description = "How many consumers share the partitions. On a host: one, always."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.consumers >= 1 && var.consumers <= var.partitions && floor(var.consumers) == var.consumers
    error_message = "consumers must be a whole number from 1 to partitions: one more would have nothing to do."
  }
}

variable "pipeline_host" {
  description = "The host of Kafka, producer and consumer: its type (Graviton), and GiB for Kafka's data. For kafka = host."
  type        = object({ type = optional(string, "t4g.medium"), data_gib = optional(number, 30) })
  default     = {}
  nullable    = false
}

variable "broker" {
  description = "Each of three brokers: its type (for hosts, Graviton; for MSK, kafka.…), and GiB for its data. For kafka = brokers or msk."
  type        = object({ type = optional(string, "t4g.large"), data_gib = optional(number, 50) })
  default     = {}
  nullable    = false

  validation {
    condition     = var.kafka != "msk" || startswith(var.broker.type, "kafka.")
    error_message = "MSK's types begin with kafka., for example broker = { type = \"kafka.m7g.large\" }."
  }
}

variable "observability" {
  description = "The host of Loki, Prometheus and Grafana: its type (Graviton), GiB for its data, and whether Loki keeps lines on its disk or in s3."
  type        = object({ type = optional(string, "t4g.medium"), data_gib = optional(number, 30), store = optional(string, "disk") })
  default     = {}
  nullable    = false

  validation {
    condition     = contains(["disk", "s3"], var.observability.store)
    error_message = "observability.store must be disk or s3."
  }
}

variable "grafana_addresses" {
  description = "Who may open Grafana at grafana.<domain>, as IPv4 ranges; it asks for a password there. They have to be among allowed_addresses too, which the load balancer looks at first. Empty: nobody, Grafana is reached by a tunnel."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for range in var.grafana_addresses : can(cidrnetmask(range)) && range != "0.0.0.0/0"])
    error_message = "grafana_addresses must be IPv4 ranges such as 203.0.113.0/24, and not everyone."
  }
  validation {
    condition     = length(var.grafana_addresses) <= 4
    error_message = "grafana_addresses may be four ranges: a rule of the load balancer has room for five values, and Grafana's name is one."
  }
  validation {
    condition     = length(var.grafana_addresses) == 0 || !coalesce(var.cloudfront, var.domain == null)
    error_message = "grafana_addresses needs a domain, and no CloudFront: Grafana is at grafana.<domain> on the load balancer."
  }
}
