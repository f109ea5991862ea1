"""Hosts give their role's credentials only to who asks with a token (IMDSv2)."""

from collections.abc import Iterator

from policies.plan import Plan


def mistakes(plan: Plan) -> Iterator[str]:
    """Hosts, and what they may be started from."""
    for host in plan.all("aws_instance", "aws_launch_template"):
        if host.block("metadata_options").get("http_tokens") != "required":
            yield f'{host.address}: metadata_options must have http_tokens = "required"'
