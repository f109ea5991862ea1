"""What cannot be had again is not deleted by one wrong word."""

from collections.abc import Iterator

from policies.plan import Plan


def mistakes(plan: Plan) -> Iterator[str]:
    """Tables with their replicas, and load balancers, whose names are in DNS."""
    for table in plan.all("aws_dynamodb_table"):
        if table.values.get("deletion_protection_enabled") is not True:
            yield f"{table.address} can be deleted"
        for replica in table.values.get("replica") or []:
            if replica.get("deletion_protection_enabled") is not True:
                yield f"{table.address}: its replica in {replica.get('region_name')} can be deleted"
    for balancer in plan.all("aws_lb"):
        if balancer.values.get("enable_deletion_protection") is not True:
            yield f"{balancer.address} can be deleted"
