"""Invents what AWS would have answered: ids and ARNs of the right shape, so that policies can be read."""

import hashlib
import os
from typing import Any

ACCOUNT = "111122223333"

#: What an ARN looks like, by resource type. `{hash}` is invented, everything else is the resource's own.
ARNS = {
    "aws_acm_certificate": "arn:aws:acm:{region}:{account}:certificate/{uuid}",
    "aws_cloudfront_distribution": "arn:aws:cloudfront::{account}:distribution/{id}",
    "aws_cloudfront_vpc_origin": "arn:aws:cloudfront::{account}:vpcorigin/{id}",
    "aws_cloudwatch_log_group": "arn:aws:logs:{region}:{account}:log-group:{name}",
    "aws_cloudwatch_metric_alarm": "arn:aws:cloudwatch:{region}:{account}:alarm:{alarm_name}",
    "aws_dynamodb_table": "arn:aws:dynamodb:{region}:{account}:table/{name}",
    "aws_ebs_volume": "arn:aws:ec2:{region}:{account}:volume/{id}",
    "aws_ecr_repository": "arn:aws:ecr:{region}:{account}:repository/{name}",
    "aws_ecs_cluster": "arn:aws:ecs:{region}:{account}:cluster/{name}",
    "aws_ecs_service": "arn:aws:ecs:{region}:{account}:service/{name}",
    "aws_ecs_task_definition": "arn:aws:ecs:{region}:{account}:task-definition/{family}:1",
    "aws_iam_instance_profile": "arn:aws:iam::{account}:instance-profile/{name}",
    "aws_iam_policy": "arn:aws:iam::{account}:policy/{name}",
    "aws_iam_role": "arn:aws:iam::{account}:role/{name}",
    "aws_instance": "arn:aws:ec2:{region}:{account}:instance/{id}",
    "aws_lb": "arn:aws:elasticloadbalancing:{region}:{account}:loadbalancer/app/{name}/{hex}",
    "aws_lb_listener": "arn:aws:elasticloadbalancing:{region}:{account}:listener/app/{hash}/{hex}/{hex}",
    "aws_lb_listener_rule": "arn:aws:elasticloadbalancing:{region}:{account}:listener-rule/app/{hash}/{hex}/{hex}/0",
    "aws_lb_target_group": "arn:aws:elasticloadbalancing:{region}:{account}:targetgroup/{name}/{hex}",
    "aws_msk_cluster": "arn:aws:kafka:{region}:{account}:cluster/{cluster_name}/{uuid}",
    "aws_s3_bucket": "arn:aws:s3:::{bucket}",
    "aws_secretsmanager_secret": "arn:aws:secretsmanager:{region}:{account}:secret:{name}-AbCdEf",
    "aws_security_group": "arn:aws:ec2:{region}:{account}:security-group/{id}",
    "aws_service_discovery_private_dns_namespace": "arn:aws:servicediscovery:{region}:{account}:namespace/ns-{hex}",
    "aws_service_discovery_service": "arn:aws:servicediscovery:{region}:{account}:service/srv-{hex}",
    "aws_sns_topic": "arn:aws:sns:{region}:{account}:{name}",
    "aws_ssm_document": "arn:aws:ssm:{region}:{account}:document/{name}",
    "aws_ssm_parameter": "arn:aws:ssm:{region}:{account}:parameter{name}",
    "aws_vpc": "arn:aws:ec2:{region}:{account}:vpc/{id}",
    "aws_wafv2_web_acl": "arn:aws:wafv2:{region}:{account}:regional/webacl/{name}/{uuid}",
}
#: Where the id is another attribute.
SAME = {
    "aws_cloudwatch_log_group": "name",
    "aws_dynamodb_table": "name",
    "aws_ecr_repository": "name",
    "aws_ecs_cluster": "arn",
    "aws_iam_instance_profile": "name",
    "aws_iam_role": "name",
    "aws_lb": "arn",
    "aws_lb_listener": "arn",
    "aws_lb_listener_rule": "arn",
    "aws_lb_target_group": "arn",
    "aws_s3_bucket": "bucket",
    "aws_secretsmanager_secret": "arn",
    "aws_sns_topic": "arn",
    "aws_ssm_document": "name",
}
#: How other ids begin.
BEGINNINGS = {
    "aws_cloudfront_distribution": "E",
    "aws_default_security_group": "sg-",
    "aws_ebs_volume": "vol-",
    "aws_eip": "eipalloc-",
    "aws_instance": "i-",
    "aws_internet_gateway": "igw-",
    "aws_nat_gateway": "nat-",
    "aws_network_interface": "eni-",
    "aws_route_table": "rtb-",
    "aws_security_group": "sg-",
    "aws_service_discovery_private_dns_namespace": "ns-",
    "aws_service_discovery_service": "srv-",
    "aws_subnet": "subnet-",
    "aws_vpc": "vpc-",
    "aws_vpc_endpoint": "vpce-",
}
#: What may be left to AWS and is then invented. Everything else that may be left to it stays empty: who invented a
#: value of `kms_key_id` would have decided that something is encrypted.
INVENTED = {"arn", "bucket", "id", "name", "private_ip", "region"}


class Inventor:
    """Invents the values of one new resource; what is invented twice is the same."""

    def __init__(self, kind: str, region: str, known: dict[str, Any], seed: str | None = None) -> None:
        self.kind = kind
        self.region = known.get("region") if isinstance(known.get("region"), str) else region
        self.known = {name: value for name, value in known.items() if isinstance(value, str)}
        self.hash = hashlib.sha256((seed or os.urandom(8).hex()).encode()).hexdigest()

    def value(self, name: str, kind: Any) -> Any:
        """The value of a computed attribute."""
        if isinstance(kind, list):
            return {} if kind[0] == "map" else dict.fromkeys(kind[1]) if kind[0] == "object" else []
        if kind in ("number", "bool"):
            return 0 if kind == "number" else False
        return self.text(name) if kind == "string" else None

    def text(self, name: str) -> str:
        """The value of a computed attribute that is a text."""
        if name == "id":
            return self.id()
        if name == "arn":
            return self.arn()
        if name == "region":
            return str(self.region)
        if name in ("owner_id", "account_id", "registry_id"):
            return ACCOUNT
        if name == "arn_suffix":
            return self.arn().rsplit(":", 1)[-1].removeprefix("loadbalancer/")
        if name == "repository_url":
            return f"{ACCOUNT}.dkr.ecr.{self.region}.amazonaws.com/{self.known.get('name', self.hash[:8])}"
        if name == "private_ip":
            return f"10.0.{int(self.hash[:2], 16)}.{int(self.hash[2:4], 16)}"
        if name.endswith("dns_name") or name in ("domain_name", "bucket_regional_domain_name"):
            return f"{self.hash[:12]}.{self.region}.example.internal"
        if name.endswith("arn"):
            return f"arn:aws:{self.kind.split('_')[1]}:{self.region}:{ACCOUNT}:{name}/{self.hash[:17]}"
        return f"{name.replace('_', '-')}-{self.hash[:8]}"

    def id(self) -> str:
        """The resource's id."""
        same = SAME.get(self.kind)
        if same == "arn":
            return self.arn()
        if same:
            return self.known.get(same) or self.text(same)
        return BEGINNINGS.get(self.kind, "") + self.hash[:17]

    def arn(self) -> str:
        """The resource's ARN."""
        shape = ARNS.get(self.kind, f"arn:aws:{self.kind.split('_')[1]}:{{region}}:{{account}}:{self.kind}/{{hash}}")
        fields = {
            "region": str(self.region),
            "account": ACCOUNT,
            "hash": self.hash[:17],
            "hex": self.hash[:16],
            "uuid": "-".join(self.hash[start:end] for start, end in ((0, 8), (8, 12), (12, 16), (16, 20), (20, 32))),
        }
        if "{id}" in shape:
            fields["id"] = self.id()
        return shape.format_map(Fields(fields | {k: v for k, v in self.known.items() if k not in fields}, self.hash))


class Fields(dict[str, str]):
    """Fields of an ARN; one that is not known is invented."""

    def __init__(self, fields: dict[str, str], invented: str) -> None:
        super().__init__(fields)
        self.invented = invented

    def __missing__(self, name: str) -> str:
        return f"{name}-{self.invented[:8]}"
