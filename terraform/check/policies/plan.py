"""A plan, as policies look at it: what will be there, by type."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Resource:
    """Something that will be there."""

    address: str
    type: str
    values: dict[str, Any]

    def block(self, name: str) -> dict[str, Any]:
        """The first of its nested blocks of that name, or nothing."""
        blocks = self.values.get(name) or [{}]
        first = blocks[0] if isinstance(blocks, list) else blocks
        return first or {}

    def module(self) -> str:
        """The module of the root that it is in, without its key."""
        parts = self.address.split(".")
        return parts[1].split("[")[0] if parts[0] == "module" else ""


class Plan:
    """Everything of a plan's JSON that will be there."""

    def __init__(self, made: dict[str, Any]) -> None:
        self.resources = list(inside(made["planned_values"].get("root_module", {})))

    def all(self, *types: str) -> list[Resource]:
        """Those of some types."""
        return [resource for resource in self.resources if resource.type in types]


Policy = Callable[[Plan], Iterator[str]]


def inside(module: dict[str, Any]) -> Iterator[Resource]:
    """What is in a module and in those that it calls."""
    for resource in module.get("resources", []):
        if resource["mode"] == "managed":
            yield Resource(resource["address"], resource["type"], resource.get("values", {}))
    for child in module.get("child_modules", []):
        yield from inside(child)
