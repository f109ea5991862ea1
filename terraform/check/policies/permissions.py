"""Who may do what is said exactly: no wildcard actions, no resource `*` but where AWS knows no other."""

import json
from collections.abc import Iterator
from typing import Any

from policies.plan import Plan, Resource

#: Resources with a document, and the attribute that has it.
IDENTITY = {
    "aws_iam_policy": "policy",
    "aws_iam_role_policy": "policy",
    "aws_iam_user_policy": "policy",
    "aws_iam_group_policy": "policy",
}
#: Actions that AWS grants for everything or not at all.
FOR_ALL = {
    "cloudwatch:PutMetricData",
    "ec2:DescribeInstances",
    "ec2:DescribeSnapshots",
    "ec2:DescribeVolumes",
    "ecr:GetAuthorizationToken",
    "elasticloadbalancing:DescribeListeners",
    "elasticloadbalancing:DescribeRules",
    "elasticloadbalancing:DescribeTargetGroups",
    "elasticloadbalancing:DescribeTargetHealth",
    "logs:DescribeLogGroups",
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
}
#: AWS's own policies that may be attached, by the end of their ARN.
ATTACHED = {"policy/AmazonSSMManagedInstanceCore"}
#: What makes a key that lives on: services have roles.
KEYS = ("aws_iam_access_key", "aws_iam_user", "aws_key_pair")


def mistakes(plan: Plan) -> Iterator[str]:
    """Documents of roles, AWS's own that are attached to them, and keys."""
    for key in plan.all(*KEYS):
        yield f"{key.address}: people and services have roles, no keys"
    for resource in plan.all(*IDENTITY):
        yield from of_document(resource, resource.values.get(IDENTITY[resource.type]))
    for role in plan.all("aws_iam_role"):
        for inline in role.values.get("inline_policy") or []:
            yield from of_document(role, inline.get("policy"))
        for arn in role.values.get("managed_policy_arns") or []:
            yield from of_attached(role, arn)
    for attachment in plan.all("aws_iam_role_policy_attachment"):
        if ":iam::aws:" in str(attachment.values.get("policy_arn")):
            yield from of_attached(attachment, attachment.values["policy_arn"])


def of_attached(resource: Resource, arn: str) -> Iterator[str]:
    """One of AWS's own policies."""
    if arn.split(":", 5)[-1] not in ATTACHED:
        yield f"{resource.address} attaches {arn}, which is not among those that policies/permissions.py allows"


def of_document(resource: Resource, text: str | None) -> Iterator[str]:
    """One document."""
    if not text:
        yield f"{resource.address}: its document is not known, so nobody has looked at it"
        return
    for statement in statements(text):
        if statement.get("Effect") != "Allow":
            continue
        if "NotAction" in statement or "NotResource" in statement:
            yield f"{resource.address} allows by exclusion (NotAction, NotResource)"
        actions = several(statement.get("Action"))
        for action in actions:
            if "*" in action:
                yield f"{resource.address} allows {action}: name the actions"
        if "*" in several(statement.get("Resource")):
            for action in set(actions) - FOR_ALL:
                yield f'{resource.address} allows {action} for "*": name the resources'


def statements(text: str) -> list[dict[str, Any]]:
    """A document's statements; one alone may stand without a list."""
    found = json.loads(text).get("Statement", [])
    return [found] if isinstance(found, dict) else found


def several(value: str | list[str] | None) -> list[str]:
    """One or more values as a list."""
    return [value] if isinstance(value, str) else value or []
