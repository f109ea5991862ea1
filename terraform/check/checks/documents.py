"""Check 8: every IAM document of a plan, read by parliament: actions that exist, resources and conditions that fit."""

import json
from collections.abc import Iterator
from typing import Any

import parliament

from checks.outcome import Outcome
from checks.plans import Planned
from policies.plan import Plan, Resource

#: What a document is in, by resource type; those of resources have a principal, and are read without it.
DOCUMENTS = {
    "aws_iam_policy": "policy",
    "aws_iam_role": "assume_role_policy",
    "aws_iam_role_policy": "policy",
    "aws_s3_bucket_policy": "policy",
    "aws_sns_topic_policy": "policy",
    "aws_ecr_repository_policy": "policy",
    "aws_secretsmanager_secret_policy": "policy",
    "aws_cloudwatch_log_resource_policy": "policy_document",
    "aws_vpc_endpoint": "policy",
}


def documents(planned: Planned) -> Outcome:
    """Each document counts as one."""
    outcome = Outcome()
    for resource, text in of_plan(Plan(planned.made)):
        outcome.judge(f"{planned.name}, {resource.address}", complaints(text))
    if not outcome.passed and not outcome.failures:
        outcome.failures.append(f"{planned.name} has no IAM document at all")
    return outcome


def of_plan(plan: Plan) -> Iterator[tuple[Resource, str]]:
    """The documents of a plan."""
    for resource in plan.all(*DOCUMENTS):
        text = resource.values.get(DOCUMENTS[resource.type])
        if text:
            yield resource, text


def complaints(text: str) -> list[str]:
    """What parliament says of one."""
    document = json.loads(text)
    role, invented = as_role(document)
    found = parliament.analyze_policy_string(json.dumps(role), ignore_private_auditors=True).findings
    return [
        f"{one.issue}: {one.detail or ''} {place(one.location)}"
        for one in found
        if one.issue not in invented and not is_about_other_balancers(one.detail)
    ]


def is_about_other_balancers(detail: Any) -> bool:
    """Whether parliament misses a network load balancer: where one of two kinds is enough, it wants both."""
    if not isinstance(detail, list):
        return False
    return all(isinstance(kind, dict) and "/net/" in str(kind.get("required_format")) for kind in detail)


def as_role(document: dict[str, Any]) -> tuple[dict[str, Any], set[str]]:
    """A document as one of a role, which is all that parliament reads; and what it may then complain of for nothing.

    The document of a resource says who may do it, which a role's does not; of what is clear, or is this very resource.
    """
    made: dict[str, Any] = json.loads(json.dumps(document))
    statements = made["Statement"] if isinstance(made["Statement"], list) else [made["Statement"]]
    invented: set[str] = set()
    for statement in statements:
        if statement.pop("Principal", None) or statement.pop("NotPrincipal", None):
            invented = {"RESOURCE_STAR", "RESOURCE_MISMATCH"}
        if "Resource" not in statement and "NotResource" not in statement:
            statement["Resource"] = "*"
    return made, invented


def place(location: dict[str, Any]) -> str:
    """Where in the document, as far as parliament knows."""
    return ", ".join(f"{key} {value}" for key, value in location.items() if key in ("actions", "resource", "string"))
