"""Every bucket is private, encrypted, and speaks TLS only."""

import json
from collections.abc import Iterator

from policies.plan import Plan

BLOCKS = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")


def mistakes(plan: Plan) -> Iterator[str]:
    """What belongs to a bucket names it."""
    for bucket in plan.all("aws_s3_bucket"):
        name = bucket.values.get("bucket") or bucket.values.get("id")

        def own(kind: str, name: object = name) -> list[dict[str, object]]:
            return [other.values for other in plan.all(kind) if other.values.get("bucket") == name]

        if not own("aws_s3_bucket_server_side_encryption_configuration"):
            yield f"{bucket.address} has no aws_s3_bucket_server_side_encryption_configuration"
        private = own("aws_s3_bucket_public_access_block")
        if not any(all(block.get(way) is True for way in BLOCKS) for block in private):
            yield f"{bucket.address} has no aws_s3_bucket_public_access_block with all four of its settings"
        if not any(refuses_plain(str(policy.get("policy") or "{}")) for policy in own("aws_s3_bucket_policy")):
            yield f"{bucket.address} has no aws_s3_bucket_policy that denies requests without TLS"


def refuses_plain(policy: str) -> bool:
    """Whether a policy denies everything that comes without TLS."""
    return any(
        statement.get("Effect") == "Deny"
        and "false" in str(statement.get("Condition", {}).get("Bool", {}).get("aws:SecureTransport"))
        for statement in json.loads(policy).get("Statement", [])
    )
