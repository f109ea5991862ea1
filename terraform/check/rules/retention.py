"""No log is kept for ever."""

from collections.abc import Iterator

from rules.code import Code


def mistakes(code: Code) -> Iterator[str]:
    """Every log group says how long it keeps its lines."""
    for group in code.resources("aws_cloudwatch_log_group"):
        if "retention_in_days" not in group.body:
            yield f"{group.name} keeps its lines for ever: set retention_in_days"
