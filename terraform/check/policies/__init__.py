"""What must hold for everything that is planned, one subject a file. Each takes a plan and tells the mistakes it finds.

tests/ plants a mistake for each of them.
"""

from policies import (
    buckets,
    containers,
    deletion_protection,
    disks,
    instance_metadata,
    log_retention,
    permissions,
    public_addresses,
    repositories,
    security_groups,
    streams,
    tables,
    tags,
)
from policies.plan import Policy

ALL: dict[str, Policy] = {
    "security groups": security_groups.mistakes,
    "disks are encrypted": disks.mistakes,
    "buckets are private and encrypted": buckets.mistakes,
    "tables are encrypted and can be restored": tables.mistakes,
    "repositories": repositories.mistakes,
    "instance metadata": instance_metadata.mistakes,
    "permissions": permissions.mistakes,
    "public addresses": public_addresses.mistakes,
    "log retention": log_retention.mistakes,
    "streams live longer than two heartbeats": streams.mistakes,
    "deletion protection": deletion_protection.mistakes,
    "tags": tags.mistakes,
    "containers": containers.mistakes,
}
