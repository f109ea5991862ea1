"""What data sources answer."""

import json
from collections.abc import Callable
from typing import Any

from stand_in.values import ACCOUNT

Config = dict[str, Any]


def policy_document(config: Config) -> dict[str, Any]:
    """An IAM document as the provider writes it: what is one alone stands without a list."""
    document: dict[str, Any] = {"Version": config.get("version") or "2012-10-17", "Statement": []}
    if config.get("policy_id"):
        document["Id"] = config["policy_id"]
    for text in config.get("source_policy_documents") or []:
        document["Statement"] += json.loads(text)["Statement"]
    for statement in config.get("statement") or []:
        document["Statement"].append(
            {
                name: value
                for name, value in {
                    "Sid": statement.get("sid"),
                    "Effect": statement.get("effect") or "Allow",
                    "Action": alone(statement.get("actions")),
                    "NotAction": alone(statement.get("not_actions")),
                    "Resource": alone(statement.get("resources")),
                    "NotResource": alone(statement.get("not_resources")),
                    "Principal": principals(statement.get("principals")),
                    "NotPrincipal": principals(statement.get("not_principals")),
                    "Condition": conditions(statement.get("condition")),
                }.items()
                if value
            }
        )
    text = json.dumps(document)
    return {"json": text, "minified_json": text, "id": "0"}


def alone(values: list[str] | None) -> str | list[str] | None:
    """One value without its list, several in order."""
    if not values:
        return None
    return values[0] if len(values) == 1 else sorted(values)


def principals(blocks: list[dict[str, Any]] | None) -> Any:
    """Who a statement speaks of."""
    merged: dict[str, list[str]] = {}
    for block in blocks or []:
        merged.setdefault(block["type"], []).extend(block["identifiers"])
    if merged == {"*": ["*"]}:
        return "*"
    return {kind: alone(names) for kind, names in merged.items()}


def conditions(blocks: list[dict[str, Any]] | None) -> dict[str, dict[str, Any]]:
    """Under which conditions it holds."""
    merged: dict[str, dict[str, Any]] = {}
    for block in blocks or []:
        merged.setdefault(block["test"], {})[block["variable"]] = alone(block["values"])
    return merged


def answers(region: str) -> dict[str, Callable[[Config], dict[str, Any]]]:
    """The data sources whose answer matters, for a provider of that region."""

    def there(config: Config) -> str:
        return str(config.get("region") or region)

    return {
        "aws_availability_zones": lambda config: {
            "names": [there(config) + zone for zone in "abc"],
            "zone_ids": [f"{there(config)}-az{number}" for number in (1, 2, 3)],
            "id": there(config),
        },
        "aws_caller_identity": lambda _: {
            "account_id": ACCOUNT,
            "arn": f"arn:aws:iam::{ACCOUNT}:user/stand-in",
            "user_id": "AIDASTANDIN",
            "id": ACCOUNT,
        },
        "aws_ec2_managed_prefix_list": lambda config: {"id": "pl-0123456789abcdef0", "name": config.get("name")},
        "aws_iam_policy": lambda config: {"arn": config.get("arn") or f"arn:aws:iam::aws:policy/{config.get('name')}"},
        "aws_iam_policy_document": policy_document,
        "aws_partition": lambda _: {"partition": "aws", "dns_suffix": "amazonaws.com", "id": "aws"},
        "aws_region": lambda config: {"region": there(config), "name": there(config), "id": there(config)},
        "aws_route53_zone": lambda config: {"zone_id": "Z0123456789STANDIN", "name": config.get("name")},
        "aws_ssm_parameter": lambda config: {"value": "ami-0123456789abcdef0", "id": config.get("name")},
    }
