mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
  mock_data "aws_region" {
    defaults = { region = "eu-central-1" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }
  mock_data "aws_subnet" {
    defaults = { availability_zone = "eu-central-1a" }
  }
  mock_data "aws_ssm_parameter" {
    defaults = { insecure_value = "ami-1" }
  }
  mock_resource "aws_network_interface" {
    defaults = { id = "eni-1", private_ip = "10.64.0.7" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/any" }
  }
  mock_resource "aws_ecs_cluster" {
    defaults = { arn = "arn:aws:ecs:eu-central-1:111122223333:cluster/any" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-central-1:111122223333:log-group:any" }
  }
  mock_resource "aws_msk_configuration" {
    defaults = { arn = "arn:aws:kafka:eu-central-1:111122223333:configuration/any", latest_revision = 1 }
  }
  mock_resource "aws_msk_cluster" {
    defaults = { bootstrap_brokers = "b-1.msk:9092,b-2.msk:9092,b-3.msk:9092" }
  }
}

variables {
  name = "quakewire"
  kind = "host"
  network = {
    vpc_id             = "vpc-1"
    cidr               = "10.64.0.0/16"
    private_subnet_ids = ["subnet-a", "subnet-b", "subnet-c"]
    public_subnet_ids  = ["subnet-d", "subnet-e", "subnet-f"]
    namespace          = { id = "ns-1", arn = "arn:aws:servicediscovery:eu-central-1:111122223333:namespace/ns-1", zone_id = "Z1", domain = "quakewire.internal" }
  }
  files = { bucket = "the-bucket", arn = "arn:aws:s3:::the-bucket", version = "v1" }
  images = {
    producer = "registry.example/quakewire/producer@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    consumer = "registry.example/quakewire/consumer@sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
    setup    = "registry.example/quakewire/setup@sha256:cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
  }
  repositories = {
    producer = "arn:aws:ecr:eu-central-1:111122223333:repository/quakewire/producer"
    consumer = "arn:aws:ecr:eu-central-1:111122223333:repository/quakewire/consumer"
    setup    = "arn:aws:ecr:eu-central-1:111122223333:repository/quakewire/setup"
  }
  table              = { name = "quakewire", arn = "arn:aws:dynamodb:eu-central-1:111122223333:table/quakewire", region = "eu-central-1" }
  loki_url           = "http://observability.quakewire.internal:3100"
  environment        = "production"
  log_retention_days = 14
}

run "a_host_is_all_there_is" {
  assert {
    condition     = length(module.host) == 1 && length(module.broker) == 0 && length(module.producer) == 0 && length(module.consumer) == 0
    error_message = "There is more than a host, or none."
  }
  assert {
    condition     = length(aws_ecs_cluster.workers) == 0 && length(aws_msk_cluster.this) == 0 && length(aws_security_group.kafka) == 0
    error_message = "Something is made that nobody uses."
  }
  assert {
    condition     = output.kafka.bootstrap == "pipeline.quakewire.internal:9094"
    error_message = "Kafka is looked for at ${output.kafka.bootstrap}."
  }
  assert {
    condition     = output.targets == { producer = "pipeline.quakewire.internal:9101", consumer = "pipeline.quakewire.internal:9102" }
    error_message = "Prometheus looks elsewhere."
  }
  assert {
    condition     = length(distinct(values(output.security_group_ids))) == 1
    error_message = "One host is in several groups."
  }
}

run "the_consumer_puts_and_gets_items_of_one_table" {
  assert {
    condition     = toset(data.aws_iam_policy_document.consumer.statement[0].actions) == toset(["dynamodb:GetItem", "dynamodb:PutItem"])
    error_message = "It may do something else than it does."
  }
  assert {
    condition     = toset(data.aws_iam_policy_document.consumer.statement[0].resources) == toset([var.table.arn])
    error_message = "It may do so elsewhere."
  }
}

run "three_brokers_know_each_other" {
  variables {
    kind      = "brokers"
    producers = 2
    consumers = 3
  }
  assert {
    condition     = length(module.host) == 0 && length(module.broker) == 3
    error_message = "There are not three hosts."
  }
  assert {
    condition     = output.kafka.bootstrap == "broker-1.quakewire.internal:9094,broker-2.quakewire.internal:9094,broker-3.quakewire.internal:9094"
    error_message = "Kafka is looked for at ${output.kafka.bootstrap}."
  }
  assert {
    condition     = local.voters == "1@broker-1.quakewire.internal:9093,2@broker-2.quakewire.internal:9093,3@broker-3.quakewire.internal:9093"
    error_message = "They vote otherwise: ${local.voters}."
  }
  assert {
    condition     = toset(values(local.brokers)[*].subnet_index) == toset([0, 1, 2])
    error_message = "Two are in one zone."
  }
  assert {
    condition     = toset([for rule in aws_vpc_security_group_ingress_rule.among_brokers : "${rule.from_port}-${rule.to_port}"]) == toset(["9093-9093", "9094-9094"])
    error_message = "They cannot hear each other."
  }
  assert {
    condition     = alltrue([for rule in aws_vpc_security_group_ingress_rule.among_brokers : rule.referenced_security_group_id == rule.security_group_id])
    error_message = "Others than brokers may talk to controllers."
  }
  assert {
    condition     = local.setup.environment["QUAKEWIRE_REPLICATION"] == "3" && local.setup.command == ["quakewire-topics"]
    error_message = "Topics have other than three copies."
  }
  assert {
    condition     = length(output.instance_ids) == 3 && length(distinct(values(output.security_group_ids))) == 3
    error_message = "Kafka, producer and consumer are not apart."
  }
  assert {
    condition     = output.targets == { producer = "producer.quakewire.internal:9101", consumer = "consumer.quakewire.internal:9102" }
    error_message = "Prometheus looks elsewhere."
  }
}

run "amazon_s_brokers_are_three_that_make_no_topics_of_their_own_accord" {
  variables {
    kind            = "msk"
    broker_type     = "kafka.m7g.large"
    broker_data_gib = 100
  }
  assert {
    condition     = length(module.host) == 0 && length(module.broker) == 0 && length(aws_msk_cluster.this) == 1
    error_message = "There are hosts as well."
  }
  assert {
    condition     = aws_msk_cluster.this[0].number_of_broker_nodes == 3 && length(aws_msk_cluster.this[0].broker_node_group_info[0].client_subnets) == 3
    error_message = "They are not three in three zones."
  }
  assert {
    condition     = strcontains(aws_msk_configuration.this[0].server_properties, "auto.create.topics.enable=false\n") && strcontains(aws_msk_configuration.this[0].server_properties, "min.insync.replicas=2\n")
    error_message = "A typo makes a topic, or one broker's word is enough."
  }
  assert {
    condition     = aws_msk_cluster.this[0].logging_info[0].broker_logs[0].cloudwatch_logs[0].enabled && aws_cloudwatch_log_group.msk[0].retention_in_days == 14
    error_message = "Nobody hears what they say, or for another time."
  }
  assert {
    condition     = output.kafka.bootstrap == "b-1.msk:9092,b-2.msk:9092,b-3.msk:9092" && local.settings["QUAKEWIRE_KAFKA"] == output.kafka.bootstrap
    error_message = "Kafka is looked for at ${output.kafka.bootstrap}."
  }
  assert {
    condition     = length(aws_vpc_security_group_ingress_rule.among_brokers) == 0
    error_message = "MSK's brokers talk to each other without our rules."
  }
}

run "another_kafka_is_refused" {
  command = plan
  variables {
    kind = "redpanda"
  }
  # All that depends on the kind disagrees, too; it is enough that this is said.
  expect_failures = [var.kind]
}

run "three_brokers_in_two_zones_are_refused" {
  command = plan
  variables {
    kind = "brokers"
    network = {
      vpc_id             = "vpc-1"
      cidr               = "10.64.0.0/16"
      private_subnet_ids = ["subnet-a", "subnet-b"]
      public_subnet_ids  = ["subnet-c", "subnet-d"]
      namespace          = { id = "ns-1", arn = "arn:aws:servicediscovery:eu-central-1:111122223333:namespace/ns-1", zone_id = "Z1", domain = "quakewire.internal" }
    }
  }
  expect_failures = [var.network]
}

run "two_producers_on_a_host_are_refused" {
  command = plan
  variables {
    producers = 2
  }
  expect_failures = [var.producers]
}

run "two_consumers_on_a_host_are_refused" {
  command = plan
  variables {
    consumers = 2
  }
  expect_failures = [var.consumers]
}

run "three_producers_are_refused" {
  command = plan
  variables {
    kind      = "brokers"
    producers = 3
  }
  expect_failures = [var.producers]
}

run "more_consumers_than_partitions_are_refused" {
  command = plan
  variables {
    kind       = "brokers"
    partitions = 2
    consumers  = 3
  }
  expect_failures = [var.consumers]
}

run "no_partitions_are_refused" {
  command = plan
  variables {
    partitions = 0
    consumers  = 1
  }
  expect_failures = [var.partitions]
}

run "a_host_s_type_for_msk_is_refused" {
  command = plan
  variables {
    kind = "msk"
  }
  expect_failures = [var.broker_type]
}

run "msk_s_type_for_hosts_is_refused" {
  command = plan
  variables {
    kind        = "brokers"
    broker_type = "kafka.m7g.large"
  }
  expect_failures = [var.broker_type]
}

run "hosts_with_one_processor_are_refused" {
  command = plan
  variables {
    host_type   = "m7g.medium"
    broker_type = "m7g.medium"
  }
  expect_failures = [var.host_type, var.broker_type]
}

run "a_disk_too_small_is_refused" {
  command = plan
  variables {
    broker_data_gib = 1
  }
  expect_failures = [var.broker_data_gib]
}

run "an_image_that_is_missing_is_refused" {
  command = plan
  variables {
    images = { producer = "registry.example/quakewire/producer@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }
  }
  expect_failures = [var.images]
}

run "an_image_by_its_tag_is_refused" {
  command = plan
  variables {
    images = { producer = "a:1", consumer = "b:1", setup = "c:1" }
  }
  expect_failures = [var.images]
}

run "an_address_of_loki_without_scheme_is_refused" {
  command = plan
  variables {
    loki_url = "observability.quakewire.internal:3100"
  }
  expect_failures = [var.loki_url]
}

run "an_environment_that_is_no_label_is_refused" {
  command = plan
  variables {
    environment = "Production!"
  }
  expect_failures = [var.environment]
}

run "a_log_for_ever_is_refused" {
  command = plan
  variables {
    log_retention_days = 0
  }
  expect_failures = [var.log_retention_days]
}

run "a_name_too_long_is_refused" {
  command = plan
  variables {
    name = "a-name-that-is-too-long"
  }
  expect_failures = [var.name]
}
