"""One small broken plan for each policy, and the same plan repaired."""

import copy
import json
import unittest
from typing import Any

import policies
from policies.plan import Plan
from policies.streams import heartbeat

TAGS = {"Project": "quakewire", "Environment": "test", "ManagedBy": "Terraform", "Owner": "us"}
REPLICA = {
    "region_name": "eu-west-1",
    "point_in_time_recovery": True,
    "propagate_tags": True,
    "deletion_protection_enabled": True,
}
CONTAINER = {"name": "web", "readonlyRootFilesystem": True, "user": "10001", "image": "web@sha256:00"}
DOCUMENT = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}
TLS = {"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
ORIGIN = {"origin_id": "balancer", "vpc_origin_config": [{"origin_read_timeout": 60}]}

#: A plan without mistakes, by address.
GOOD: dict[str, dict[str, Any]] = {
    "module.web.aws_vpc_security_group_ingress_rule.https": {
        "cidr_ipv4": "0.0.0.0/0", "ip_protocol": "tcp", "from_port": 443, "to_port": 443,
    },
    "module.host.aws_vpc_security_group_ingress_rule.kafka": {
        "referenced_security_group_id": "sg-1", "ip_protocol": "tcp", "from_port": 9094, "to_port": 9094,
    },
    "aws_security_group.inline": {"ingress": [], "egress": []},
    "aws_default_security_group.closed": {"ingress": [], "egress": []},
    "aws_ebs_volume.data": {"encrypted": True, "tags_all": TAGS},
    "aws_instance.host": {
        "root_block_device": [{"encrypted": True, "tags_all": TAGS}],
        "metadata_options": [{"http_tokens": "required"}],
        "associate_public_ip_address": False,
    },
    "aws_s3_bucket.files": {"bucket": "files"},
    "aws_s3_bucket_server_side_encryption_configuration.files": {"bucket": "files"},
    "aws_s3_bucket_public_access_block.files": {
        "bucket": "files", "block_public_acls": True, "block_public_policy": True, "ignore_public_acls": True,
        "restrict_public_buckets": True,
    },
    "aws_s3_bucket_policy.files": {"bucket": "files", "policy": json.dumps({"Statement": [TLS]})},
    "aws_dynamodb_table.events": {
        "server_side_encryption": [{"enabled": True}], "point_in_time_recovery": [{"enabled": True}],
        "deletion_protection_enabled": True, "replica": [REPLICA],
    },
    "aws_ecr_repository.web": {
        "image_tag_mutability": "IMMUTABLE", "image_scanning_configuration": [{"scan_on_push": True}],
        "encryption_configuration": [{"encryption_type": "AES256"}],
    },
    "aws_iam_role_policy.web": {"policy": json.dumps({"Statement": [DOCUMENT]})},
    "aws_iam_role_policy_attachment.ssm": {"policy_arn": "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"},
    "aws_subnet.public": {"map_public_ip_on_launch": False},
    "aws_ecs_service.web": {"network_configuration": [{"assign_public_ip": False}], "propagate_tags": "SERVICE"},
    "module.network.aws_eip.nat": {"instance": None},
    "aws_cloudwatch_log_group.web": {"retention_in_days": 30},
    "aws_lb.web": {"idle_timeout": 60, "enable_deletion_protection": True},
    "aws_cloudfront_distribution.site": {"origin": [ORIGIN]},
    "aws_ecs_task_definition.web": {"container_definitions": json.dumps([CONTAINER])},
    "aws_msk_cluster.kafka": {
        "encryption_info": [{"encryption_in_transit": [{"in_cluster": True}]}],
        "broker_node_group_info": [{"connectivity_info": [{"public_access": [{"type": "DISABLED"}]}]}],
    },
}  # fmt: skip


def statement(**changes: Any) -> dict[str, Any]:
    """A role's document with another statement."""
    return {"policy": json.dumps({"Statement": [DOCUMENT | changes]})}


def container(**changes: Any) -> dict[str, Any]:
    """A task with another container."""
    return {"container_definitions": json.dumps([CONTAINER | changes])}


KAFKA = "module.host.aws_vpc_security_group_ingress_rule.kafka"
EVERYONE = {"cidr_blocks": ["0.0.0.0/0"], "protocol": "tcp", "from_port": 22, "to_port": 22}
#: The policy that has to find it, where the mistake is, and what is another there.
PLANTED: list[tuple[str, str, dict[str, Any]]] = [
    ("security groups", KAFKA, {"cidr_ipv4": "0.0.0.0/0"}),
    ("security groups", KAFKA, {"cidr_ipv6": "::/0"}),
    ("security groups", KAFKA, {"ip_protocol": "-1"}),
    ("security groups", "module.web.aws_vpc_security_group_ingress_rule.https", {"from_port": 22, "to_port": 22}),
    ("security groups", "aws_security_group.inline", {"ingress": [EVERYONE]}),
    ("security groups", "aws_default_security_group.closed", {"egress": [EVERYONE]}),
    ("disks are encrypted", "aws_ebs_volume.data", {"encrypted": False}),
    ("disks are encrypted", "aws_instance.host", {"root_block_device": [{"tags_all": TAGS}]}),
    ("disks are encrypted", "aws_instance.host", {"ebs_block_device": [{}]}),
    ("disks are encrypted", "aws_msk_cluster.kafka", {"encryption_info": []}),
    ("buckets are private and encrypted", "aws_s3_bucket_server_side_encryption_configuration.files", {"bucket": "b"}),
    ("buckets are private and encrypted", "aws_s3_bucket_public_access_block.files", {"block_public_acls": False}),
    ("buckets are private and encrypted", "aws_s3_bucket_policy.files", statement()),
    ("tables are encrypted and can be restored", "aws_dynamodb_table.events", {"server_side_encryption": []}),
    ("tables are encrypted and can be restored", "aws_dynamodb_table.events", {"point_in_time_recovery": []}),
    (
        "tables are encrypted and can be restored",
        "aws_dynamodb_table.events",
        {"replica": [REPLICA | {"point_in_time_recovery": False}]},
    ),
    (
        "tables are encrypted and can be restored",
        "aws_dynamodb_table.events",
        {"replica": [REPLICA | {"propagate_tags": False}]},
    ),
    ("repositories", "aws_ecr_repository.web", {"image_tag_mutability": "MUTABLE"}),
    ("repositories", "aws_ecr_repository.web", {"image_scanning_configuration": []}),
    ("repositories", "aws_ecr_repository.web", {"encryption_configuration": []}),
    ("instance metadata", "aws_instance.host", {"metadata_options": [{"http_tokens": "optional"}]}),
    ("instance metadata", "aws_instance.host", {"metadata_options": []}),
    ("permissions", "aws_iam_role_policy.web", statement(Action="s3:*")),
    ("permissions", "aws_iam_role_policy.web", statement(Action=["s3:GetObject", "dynamodb:Get*"])),
    ("permissions", "aws_iam_role_policy.web", statement(Resource="*")),
    ("permissions", "aws_iam_role_policy.web", statement(NotResource="arn:aws:s3:::c")),
    ("permissions", "aws_iam_role_policy.web", {"policy": None}),
    (
        "permissions",
        "aws_iam_role_policy_attachment.ssm",
        {"policy_arn": "arn:aws:iam::aws:policy/AdministratorAccess"},
    ),
    ("public addresses", "aws_subnet.public", {"map_public_ip_on_launch": True}),
    ("public addresses", "aws_instance.host", {"associate_public_ip_address": True}),
    ("public addresses", "aws_ecs_service.web", {"network_configuration": [{"assign_public_ip": True}]}),
    ("public addresses", "module.network.aws_eip.nat", {"instance": "i-1"}),
    (
        "public addresses",
        "aws_msk_cluster.kafka",
        {"broker_node_group_info": [{"connectivity_info": [{"public_access": [{"type": "SERVICE_PROVIDED_EIPS"}]}]}]},
    ),
    ("log retention", "aws_cloudwatch_log_group.web", {"retention_in_days": 0}),
    ("log retention", "aws_cloudwatch_log_group.web", {"retention_in_days": None}),
    ("streams live longer than two heartbeats", "aws_lb.web", {"idle_timeout": 30}),
    (
        "streams live longer than two heartbeats",
        "aws_cloudfront_distribution.site",
        {"origin": [ORIGIN | {"vpc_origin_config": [{"origin_read_timeout": 30}]}]},
    ),
    ("deletion protection", "aws_lb.web", {"enable_deletion_protection": False}),
    ("deletion protection", "aws_dynamodb_table.events", {"deletion_protection_enabled": False}),
    (
        "deletion protection",
        "aws_dynamodb_table.events",
        {"replica": [REPLICA | {"deletion_protection_enabled": None}]},
    ),
    ("tags", "aws_ebs_volume.data", {"tags_all": {"Project": "quakewire"}}),
    ("tags", "aws_instance.host", {"root_block_device": [{"encrypted": True, "tags_all": {}}]}),
    ("tags", "aws_ecs_service.web", {"propagate_tags": None}),
    ("containers", "aws_ecs_task_definition.web", container(readonlyRootFilesystem=False)),
    ("containers", "aws_ecs_task_definition.web", container(user="0:0")),
    ("containers", "aws_ecs_task_definition.web", container(privileged=True)),
    ("containers", "aws_ecs_task_definition.web", container(image="web:latest")),
    ("containers", "aws_ecs_task_definition.web", container(image="registry:5000/web")),
    ("containers", "aws_ecs_task_definition.web", container(name="sidecar", image="collector:1")),
    ("containers", "aws_ecs_task_definition.web", container(environment=[{"name": "AWS_SECRET_ACCESS_KEY"}])),
    ("containers", "aws_ecs_task_definition.web", {"container_definitions": None}),
]


def plan(resources: dict[str, dict[str, Any]]) -> Plan:
    """A plan of these resources, those of a module in that module."""
    root: dict[str, Any] = {"resources": [], "child_modules": []}
    for address, values in resources.items():
        made = {"address": address, "mode": "managed", "type": address.split(".")[-2], "values": values}
        place = {"resources": []} if address.startswith("module.") else root
        place["resources"].append(made)
        if place is not root:
            root["child_modules"].append(place)
    return Plan({"planned_values": {"root_module": root}})


class Planted(unittest.TestCase):
    """Every policy finds what is planted for it, and nothing else does."""

    def test_a_plan_without_mistakes_has_none(self) -> None:
        for name, policy in policies.ALL.items():
            self.assertEqual(list(policy(plan(GOOD))), [], name)

    def test_a_key_is_a_mistake(self) -> None:
        found = list(policies.ALL["permissions"](plan(GOOD | {"aws_iam_access_key.mine": {}})))
        self.assertEqual(len(found), 1)

    def test_every_policy_is_proven_here(self) -> None:
        self.assertEqual({name for name, _, _ in PLANTED}, set(policies.ALL))

    def test_a_sidecar_may_have_a_version(self) -> None:
        sidecar = container(name="sidecar", image="public.example.org/collector:v0.45.0")
        self.assertEqual(list(policies.ALL["containers"](plan({"aws_ecs_task_definition.web": sidecar}))), [])

    def test_the_heartbeat_is_read_from_the_frontend(self) -> None:
        self.assertEqual(heartbeat(), 15)


def test_of(name: str, address: str, change: dict[str, Any]) -> Any:
    """The test of one planted mistake."""

    def test(self: Planted) -> None:
        broken = copy.deepcopy(GOOD)
        broken[address] |= change
        found = {other: list(policy(plan(broken))) for other, policy in policies.ALL.items()}
        self.assertTrue(found.pop(name), f"{name} does not see {change} in {address}")
        self.assertEqual({other: told for other, told in found.items() if told}, {}, "others complain too")

    return test


for number, planted in enumerate(PLANTED):
    word = "_".join(planted[0].split())
    setattr(
        Planted, f"test_{number:02}_{word}_sees_{planted[1].split('.')[-2]}_{'_'.join(planted[2])}", test_of(*planted)
    )
