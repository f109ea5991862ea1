"""No log is kept for ever: AWS does that where nobody says otherwise."""

from collections.abc import Iterator

from policies.plan import Plan


def mistakes(plan: Plan) -> Iterator[str]:
    """Of every log group."""
    for group in plan.all("aws_cloudwatch_log_group"):
        if not group.values.get("retention_in_days"):
            yield f"{group.address} keeps its lines for ever: set retention_in_days"
