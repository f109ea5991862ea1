"""Containers cannot write, are not root, hold no keys, and run exactly one version of their image."""

import json
import re
from collections.abc import Iterator
from typing import Any

from policies.plan import Plan

#: By its digest, which variables.tf demands of ours; or by a whole version, as others publish theirs.
EXACT = re.compile(r"@sha256:|:v?\d+\.\d+\.\d+[^/]*$")


def mistakes(plan: Plan) -> Iterator[str]:
    """Every container of every task, ours or not."""
    for task in plan.all("aws_ecs_task_definition"):
        text = task.values.get("container_definitions")
        if not text:
            yield f"{task.address}: its containers are not known, so nobody has looked at them"
            continue
        for container in json.loads(text):
            for mistake in of_container(container):
                yield f"{task.address}, container {container['name']}: {mistake}"


def of_container(container: dict[str, Any]) -> Iterator[str]:
    """One of them."""
    if container.get("readonlyRootFilesystem") is not True:
        yield "it can write to its own file system"
    if str(container.get("user", "root")).split(":")[0] in ("root", "0"):
        yield "it is root: set user"
    if container.get("privileged"):
        yield "it is privileged"
    if not EXACT.search(container.get("image", "")):
        yield f"its image may be another tomorrow: {container.get('image')} has neither digest nor exact version"
    for variable in container.get("environment") or []:
        if "ACCESS_KEY" in variable["name"] or "SESSION_TOKEN" in variable["name"]:
            yield f"{variable['name']}: tasks have roles, no keys"
