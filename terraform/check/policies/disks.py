"""Every disk is encrypted: those of their own, and those that hosts bring along."""

from collections.abc import Iterator

from policies.plan import Plan


def mistakes(plan: Plan) -> Iterator[str]:
    """A host whose root disk is not mentioned has an unencrypted one."""
    for volume in plan.all("aws_ebs_volume"):
        if volume.values.get("encrypted") is not True:
            yield f"{volume.address} is not encrypted"
    for host in plan.all("aws_instance"):
        if host.block("root_block_device").get("encrypted") is not True:
            yield f"{host.address}: its root_block_device is not encrypted"
        for disk in host.values.get("ebs_block_device") or []:
            if disk.get("encrypted") is not True:
                yield f"{host.address}: its ebs_block_device is not encrypted"
    for cluster in plan.all("aws_msk_cluster"):
        within = (cluster.block("encryption_info").get("encryption_in_transit") or [{}])[0]
        if within.get("in_cluster") is not True:
            yield f"{cluster.address}: brokers must talk to each other encrypted (in_cluster = true)"
