"""Tables are encrypted, protected, and can be restored to any second; replicas as well."""

from collections.abc import Iterator

from policies.plan import Plan


def mistakes(plan: Plan) -> Iterator[str]:
    """AWS encrypts tables in any case; here it is said, so that a change is seen."""
    for table in plan.all("aws_dynamodb_table"):
        if table.block("server_side_encryption").get("enabled") is not True:
            yield f"{table.address} does not say server_side_encryption"
        if table.block("point_in_time_recovery").get("enabled") is not True:
            yield f"{table.address} cannot be restored: point_in_time_recovery is off"
        for replica in table.values.get("replica") or []:
            if replica.get("point_in_time_recovery") is not True:
                yield f"{table.address}: its replica in {replica.get('region_name')} cannot be restored"
            if replica.get("propagate_tags") is not True:
                yield f"{table.address}: its replica in {replica.get('region_name')} has no tags"
