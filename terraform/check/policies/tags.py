"""Whatever costs money says for whom: the four tags, on everything that can have tags."""

from collections.abc import Iterator

from policies.plan import Plan

REQUIRED = ("Project", "Environment", "ManagedBy", "Owner")


def mistakes(plan: Plan) -> Iterator[str]:
    """The provider's default_tags are in tags_all; disks and tasks do not get them by themselves."""
    for resource in plan.resources:
        if "tags_all" in resource.values:
            tags = resource.values["tags_all"] or {}
            missing = [name for name in REQUIRED if not tags.get(name)]
            if missing:
                yield f"{resource.address} has no {', '.join(missing)}"
    for host in plan.all("aws_instance"):
        tags = host.values.get("volume_tags") or host.block("root_block_device").get("tags_all") or {}
        if missing := [name for name in REQUIRED if not tags.get(name)]:
            yield f"{host.address}: its disks have no {', '.join(missing)}"
    for service in plan.all("aws_ecs_service"):
        if service.values.get("propagate_tags") not in ("SERVICE", "TASK_DEFINITION"):
            yield f'{service.address}: its tasks have no tags, set propagate_tags = "SERVICE"'
