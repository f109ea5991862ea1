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
  mock_data "aws_subnet" {
    defaults = { id = "subnet-a", availability_zone = "eu-central-1a" }
  }
  mock_data "aws_ssm_parameter" {
    defaults = { insecure_value = "ami-1" }
  }
  mock_resource "aws_network_interface" {
    defaults = { id = "eni-1", private_ip = "10.64.0.7" }
  }
  mock_resource "aws_ebs_volume" {
    defaults = { id = "vol-0123456789abcdef0", arn = "arn:aws:ec2:eu-central-1:111122223333:volume/vol-0123456789abcdef0" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/any" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-central-1:111122223333:log-group:any" }
  }
}

variables {
  name    = "quakewire"
  purpose = "pipeline"
  network = {
    vpc_id             = "vpc-1"
    cidr               = "10.64.0.0/16"
    private_subnet_ids = ["subnet-a", "subnet-b"]
    public_subnet_ids  = ["subnet-c", "subnet-d"]
    namespace          = { id = "ns-1", arn = "arn:aws:servicediscovery:eu-central-1:111122223333:namespace/ns-1", zone_id = "Z1", domain = "quakewire.internal" }
  }
  instance_type      = "t4g.medium"
  data_gib           = 30
  files              = { bucket = "the-bucket", arn = "arn:aws:s3:::the-bucket", version = "v1" }
  compose_file       = "host/pipeline.yaml"
  environment        = { QUAKEWIRE_REGION = "eu-central-1" }
  data_folders       = { kafka = 1000 }
  log_retention_days = 14
}

run "the_host_is_private_and_asks_for_tokens" {
  assert {
    condition     = aws_instance.this.metadata_options[0].http_tokens == "required"
    error_message = "Version 1 of the metadata service is open."
  }
  assert {
    condition     = aws_network_interface.this.subnet_id == "subnet-a" && length(aws_network_interface.this.security_groups) == 1
    error_message = "It stands in another subnet, or in groups of others."
  }
  assert {
    condition     = alltrue([for rule in aws_vpc_security_group_egress_rule.this : rule.cidr_ipv4 == "0.0.0.0/0" ? rule.from_port == 443 && rule.to_port == 443 : rule.cidr_ipv4 == "10.64.0.0/16"])
    error_message = "It reaches more of the internet than HTTPS."
  }
}

run "containers_reach_the_role_only_where_it_allows_something" {
  assert {
    condition     = aws_instance.this.metadata_options[0].http_put_response_hop_limit == 1
    error_message = "Containers reach a role that is not for them."
  }
}

run "with_rights_of_its_own_they_do" {
  variables {
    policy_documents = { table = "{}" }
  }
  assert {
    condition     = aws_instance.this.metadata_options[0].http_put_response_hop_limit == 2 && aws_iam_role_policy.further["table"].policy == "{}"
    error_message = "The containers cannot use what the host may do."
  }
}

run "the_disk_is_encrypted_and_leaves_a_snapshot" {
  assert {
    condition     = aws_ebs_volume.data.encrypted && aws_ebs_volume.data.final_snapshot && aws_ebs_volume.data.size == 30
    error_message = "The disk is open, or gone without a trace."
  }
  assert {
    condition     = aws_instance.this.root_block_device[0].encrypted
    error_message = "The system's disk is open."
  }
  assert {
    condition     = aws_volume_attachment.data.stop_instance_before_detaching
    error_message = "The disk is pulled out of a host that writes."
  }
  assert {
    condition     = aws_dlm_lifecycle_policy.data.policy_details[0].target_tags == tomap({ Backup = aws_ebs_volume.data.tags["Backup"] })
    error_message = "The snapshots are of some other disk."
  }
  assert {
    condition     = aws_dlm_lifecycle_policy.data.policy_details[0].schedule[0].retain_rule[0].count == 7
    error_message = "Snapshots are kept for another time than a week."
  }
}

run "the_disk_is_known_by_its_serial_number" {
  assert {
    condition     = strcontains(aws_instance.this.user_data, "$2 == \"vol0123456789abcdef0\"")
    error_message = "The boot looks for another disk."
  }
}

run "a_host_is_known_by_name_and_address" {
  assert {
    condition     = output.name == "pipeline.quakewire.internal" && output.address == "10.64.0.7"
    error_message = "It is called otherwise: ${output.name}."
  }
  assert {
    condition     = aws_service_discovery_instance.this.attributes == tomap({ AWS_INSTANCE_IPV4 = "10.64.0.7" })
    error_message = "The name leads elsewhere."
  }
}

run "a_deployment_knows_files_settings_and_folders" {
  assert {
    condition = alltrue([for line in [
      "files v1",
      "'s3://the-bucket' /opt/quakewire",
      "PRIVATE_ADDRESS='10.64.0.7'\n",
      "DATA='/data'\n",
      "QUAKEWIRE_REGION='eu-central-1'\n",
      "# The disk, of 30 GiB,",
      "install -d -m 0750 -o 1000 -g 1000 /data/kafka\n",
      "--file host/pipeline.yaml --file host/overrides.json",
    ] : strcontains(jsondecode(aws_ssm_document.deploy.content).mainSteps[0].inputs.runCommand[1], line)])
    error_message = "A part of the deployment is missing."
  }
  assert {
    condition     = !strcontains(aws_ssm_document.deploy.content, "docker login")
    error_message = "It logs in where nothing of ours is pulled."
  }
  assert {
    condition     = aws_ssm_association.deploy.targets[0].values == tolist([aws_instance.this.id]) && aws_ssm_association.deploy.wait_for_success_timeout_seconds > 0
    error_message = "It is deployed to something else, or nobody waits for it."
  }
  assert {
    condition     = aws_cloudwatch_log_group.this.retention_in_days == 14
    error_message = "The log is kept for another time."
  }
}

run "our_images_are_pulled_by_digest_after_a_login" {
  variables {
    service_images = {
      producer = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/quakewire/producer@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      consumer = "registry.example/quakewire/consumer@sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
    }
    images = ["arn:aws:ecr:eu-central-1:111122223333:repository/quakewire/producer"]
  }
  assert {
    condition = alltrue([for text in [
      "aws ecr get-login-password --region eu-central-1 | docker login --username AWS --password-stdin 111122223333.dkr.ecr.eu-central-1.amazonaws.com\n",
      "registry.example/quakewire/consumer@sha256:bbbb",
    ] : strcontains(local.deploy, text)])
    error_message = "A login or an image is missing."
  }
  assert {
    condition     = !strcontains(local.deploy, "--password-stdin registry.example")
    error_message = "It shows AWS's password to another registry."
  }
}

run "what_the_caller_adds_is_run" {
  variables {
    before_start               = "echo before the start"
    before_restart             = "echo before the restart"
    further_security_group_ids = ["sg-further"]
  }
  assert {
    condition     = strcontains(local.deploy, "\necho before the start\n") && strcontains(local.deploy, "\necho before the restart\n")
    error_message = "A part of the deployment is missing."
  }
  assert {
    condition     = contains(aws_network_interface.this.security_groups, "sg-further")
    error_message = "It is not in the further security group."
  }
}

run "braces_that_systems_manager_would_take_for_its_own_are_refused" {
  command = plan
  variables {
    before_start = "docker ps --format '{{.Names}}'"
  }
  override_resource {
    override_during = plan
    target          = aws_network_interface.this
    values          = { private_ip = "10.64.0.7" }
  }
  override_resource {
    override_during = plan
    target          = aws_cloudwatch_log_group.this
    values          = { arn = "arn:aws:logs:eu-central-1:111122223333:log-group:any" }
  }
  expect_failures = [aws_ssm_document.deploy]
}

run "a_processor_of_another_kind_is_refused" {
  command = plan
  variables {
    instance_type = "t3.medium"
  }
  expect_failures = [var.instance_type]
}

run "a_zone_that_is_not_there_is_refused" {
  command = plan
  variables {
    subnet_index = 2
  }
  expect_failures = [var.subnet_index]
}

run "a_disk_too_small_is_refused" {
  command = plan
  variables {
    data_gib = 4
  }
  expect_failures = [var.data_gib]
}

run "a_file_from_elsewhere_is_refused" {
  command = plan
  variables {
    compose_file = "compose.yaml"
  }
  expect_failures = [var.compose_file]
}

run "a_name_that_is_no_setting_is_refused" {
  command = plan
  variables {
    environment = { "a name" = "x" }
  }
  expect_failures = [var.environment]
}

run "a_value_that_ends_its_quotes_is_refused" {
  command = plan
  variables {
    environment = { NAME = "it's" }
  }
  expect_failures = [var.environment]
}

run "keys_of_aws_are_refused" {
  command = plan
  variables {
    environment = { AWS_SECRET_ACCESS_KEY = "x" }
  }
  expect_failures = [var.environment]
}

run "an_image_by_its_tag_is_refused" {
  command = plan
  variables {
    service_images = { producer = "quakewire/producer:latest" }
  }
  expect_failures = [var.service_images]
}

run "a_folder_of_root_is_refused" {
  command = plan
  variables {
    data_folders = { kafka = 0 }
  }
  expect_failures = [var.data_folders]
}

run "a_log_for_ever_is_refused" {
  command = plan
  variables {
    log_retention_days = 0
  }
  expect_failures = [var.log_retention_days]
}

run "a_purpose_that_is_no_dns_name_is_refused" {
  command = plan
  variables {
    purpose = "Kafka!"
  }
  expect_failures = [var.purpose]
}

run "a_name_too_long_is_refused" {
  command = plan
  variables {
    name = "a-name-that-is-too-long"
  }
  expect_failures = [var.name]
}
