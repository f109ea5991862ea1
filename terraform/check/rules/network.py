"""Only module web's balancer lets the internet in."""

from collections.abc import Iterator

from rules.code import Code, Found, within

EVERYONE = ("0.0.0.0/0", "::/0")
OPEN = "modules/web/"


def mistakes(code: Code) -> Iterator[str]:
    """Every way to write an ingress rule."""
    for found in inward(code):
        if any(everyone in str(found.body) for everyone in EVERYONE) and not found.file.startswith(OPEN):
            yield f"{found.name} lets everyone in"


def inward(code: Code) -> Iterator[Found]:
    """Ingress rules, and the groups that have some within."""
    yield from code.resources("aws_vpc_security_group_ingress_rule")
    yield from (rule for rule in code.resources("aws_security_group_rule") if rule.body.get("type") == "ingress")
    for kind in ("aws_security_group", "aws_default_security_group"):
        for group in code.resources(kind):
            yield Found(group.file, group.labels, {"ingress": list(within(group.body, "ingress"))})
