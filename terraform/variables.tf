# Everything that can be decided, in the order in which one thinks about it. Only the first section has to be.
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
# What it is built of
# ---------------------------------------------------------------------------------------------------------------------

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

# ---------------------------------------------------------------------------------------------------------------------
# The site
# ---------------------------------------------------------------------------------------------------------------------

variable "web" {
  description = "Frontends in each region: fewest and most tasks, processor units (1024 are one) and MiB of each, and open streams that one should carry."
  type = object({
    min              = optional(number, 2)
    max              = optional(number, 6)
    cpu              = optional(number, 512)
    memory           = optional(number, 1024)
    streams_per_task = optional(number, 5000)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.web.min >= 1 && var.web.max >= var.web.min
    error_message = "web.min must be at least 1, and web.max at least web.min."
  }
  validation {
    condition     = contains([256, 512, 1024, 2048, 4096], var.web.cpu) && var.web.memory % 1024 == 0 && var.web.memory >= 2 * var.web.cpu && var.web.memory <= min(8 * var.web.cpu, 30720)
    error_message = "web.cpu must be 256, 512, 1024, 2048 or 4096, and web.memory whole GiB (1024, 2048 …), 2 to 8 times as many as web.cpu: what Fargate offers."
  }
  validation {
    condition     = var.web.streams_per_task >= 100 && var.web.streams_per_task <= 15000
    error_message = "web.streams_per_task must be 100 to 15000: a frontend refuses the 20,001st stream, and new tasks take a minute to come."
  }
}

variable "deployment" {
  description = "How a new version replaces the old: strategy CANARY, LINEAR, BLUE_GREEN or ROLLING (null: CANARY, or BLUE_GREEN behind CloudFront); percent is the canary's share or a step's; minutes to wait before going on."
  type = object({
    strategy     = optional(string)
    percent      = optional(number, 10)
    bake_minutes = optional(number, 5)
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["CANARY", "LINEAR", "BLUE_GREEN", "ROLLING"], coalesce(var.deployment.strategy, "CANARY"))
    error_message = "deployment.strategy must be CANARY, LINEAR, BLUE_GREEN or ROLLING."
  }
  validation {
    condition     = !coalesce(var.cloudfront, var.domain == null) || contains(["BLUE_GREEN", "ROLLING"], coalesce(var.deployment.strategy, "BLUE_GREEN"))
    error_message = "Behind CloudFront deployment.strategy must be BLUE_GREEN or ROLLING: with two versions at once a page could get the other one's files."
  }
  validation {
    condition     = var.deployment.percent >= 3 && var.deployment.percent <= 100 && var.deployment.bake_minutes >= 3 && var.deployment.bake_minutes <= 1440
    error_message = "deployment.percent must be 3 to 100, and bake_minutes 3 to 1440."
  }
}

variable "idle_timeout" {
  description = "Seconds without a byte after which the load balancer closes a connection. A quiet stream speaks every 15 s, and the frontend closes after 120."
  type        = number
  default     = 60
  nullable    = false

  validation {
    condition     = var.idle_timeout >= 31 && var.idle_timeout <= 119
    error_message = "idle_timeout must be 31 to 119 s: above two heartbeats of the stream (15 s each), below the frontend's own 120 s, or readers would see 502."
  }
}

variable "cloudfront" {
  description = "Whether CloudFront stands before the load balancer, which is private then. Null: where there is no domain."
  type        = bool
  default     = null

  validation {
    condition     = var.domain != null || coalesce(var.cloudfront, true)
    error_message = "Without a domain there is no certificate, and the site would be unencrypted: leave cloudfront alone, or give a domain."
  }
}

variable "requests_per_address" {
  description = "Requests within five minutes after which the firewall turns an address away for a while; the stream is not counted."
  type        = number
  default     = 2000
  nullable    = false

  validation {
    condition     = var.requests_per_address >= 100
    error_message = "requests_per_address must be at least 100: a map that is opened asks for some dozens of files."
  }
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
