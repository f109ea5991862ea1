"""Nobody comes in from the internet but to the load balancer, and nobody by all ports."""

from collections.abc import Iterator

from policies.plan import Plan, Resource

EVERYONE = {"0.0.0.0/0", "::/0"}
#: Where the one balancer is that everyone may reach, and at which ports.
OPEN_MODULE, OPEN_PORTS = "web", {80, 443}
RULES = ("aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule", "aws_security_group_rule")


def mistakes(plan: Plan) -> Iterator[str]:
    """Rules of their own, rules within a group, and the group that a VPC brings along."""
    for rule in plan.all(*RULES):
        inward = rule.type == "aws_vpc_security_group_ingress_rule" or rule.values.get("type") == "ingress"
        protocol = rule.values.get("ip_protocol") or rule.values.get("protocol")
        ranges = {rule.values.get("cidr_ipv4"), rule.values.get("cidr_ipv6"), *(rule.values.get("cidr_blocks") or [])}
        yield from judge(rule, inward, protocol, ranges & EVERYONE, rule.values)
    for group in plan.all("aws_security_group", "aws_default_security_group"):
        for direction in ("ingress", "egress"):
            for inner in group.values.get(direction) or []:
                if group.type == "aws_default_security_group":
                    yield f"{group.address} must be closed: whatever forgets its own group would get it"
                    continue
                ranges = {*(inner.get("cidr_blocks") or []), *(inner.get("ipv6_cidr_blocks") or [])}
                yield from judge(group, direction == "ingress", inner.get("protocol"), ranges & EVERYONE, inner)


def judge(
    resource: Resource, inward: bool, protocol: object, everyone: set[object], rule: dict[str, object]
) -> Iterator[str]:
    """One rule."""
    if str(protocol) in ("-1", "all"):
        yield f"{resource.address} lets every protocol and port through"
    ports = {rule.get("from_port"), rule.get("to_port")}
    if inward and everyone and not (resource.module() == OPEN_MODULE and ports <= OPEN_PORTS):
        yield f"{resource.address} lets everyone in at {ports}: only module {OPEN_MODULE}'s balancer may"
