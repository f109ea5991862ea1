"""Only load balancers and NAT gateways have an address on the internet."""

from collections.abc import Iterator

from policies.plan import Plan

#: Where NAT gateways are.
NAT_MODULE = "network"


def mistakes(plan: Plan) -> Iterator[str]:
    """Each way to get one."""
    for subnet in plan.all("aws_subnet"):
        if subnet.values.get("map_public_ip_on_launch") is True:
            yield f"{subnet.address} gives whatever is in it a public address"
    for host in plan.all("aws_instance"):
        if host.values.get("associate_public_ip_address") is True:
            yield f"{host.address} has a public address"
    for service in plan.all("aws_ecs_service"):
        if service.block("network_configuration").get("assign_public_ip") is True:
            yield f"{service.address} gives its tasks public addresses"
    for address in plan.all("aws_eip"):
        if address.module() != NAT_MODULE or address.values.get("instance"):
            yield f"{address.address}: only module {NAT_MODULE}'s gateways have addresses of their own"
    for cluster in plan.all("aws_msk_cluster"):
        access = cluster.block("broker_node_group_info").get("connectivity_info") or [{}]
        public = (access[0].get("public_access") or [{}])[0]
        if public.get("type") not in (None, "DISABLED"):
            yield f"{cluster.address} can be reached from the internet"
