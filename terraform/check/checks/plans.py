"""Check 5: the profiles can be planned in an account where nothing exists, and applied, with invented answers of AWS.

A plan `plans/NAME.tfvars` adds to `profiles/NAME.tfvars` what a person must say; what follows a `+` in the name is a
variation of that profile.
"""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checks.excuses import INDEX
from checks.outcome import Outcome
from checks.places import CHECK, LEFT_OUT
from checks.terraform import Failed, Terraform

#: What other things call a thing.
NAMES = {"arn", "bucket", "id", "name"}


@dataclass
class Planned:
    """A profile's plan, in which is also known what only comes out when it is applied."""

    name: str
    #: The plan as JSON, in a file.
    file: Path
    made: dict[str, Any]


def names() -> list[str]:
    """All plans."""
    return sorted(file.stem for file in (CHECK / "plans").glob("*.tfvars"))


def plan(terraform: Terraform, folder: Path, name: str) -> tuple[Outcome, Planned | None]:
    """Plans it, which counts, and applies it, which counts too."""
    outcome = Outcome()
    profile = name.split("+")[0]
    place = folder.parent / f"terraform-{name}"
    shutil.copytree(folder, place, ignore=LEFT_OUT)
    arguments = [f"-var-file=profiles/{profile}.tfvars", f"-var-file={CHECK / 'plans' / name}.tfvars"]
    try:
        terraform.get(place)
        terraform.run(place, "plan", "-no-color", "-out=plan", *arguments)
        made = json.loads(terraform.run(place, "show", "-json", "plan"))
        outcome.passed += 1
        terraform.run(place, "apply", "-no-color", "plan")
        state = json.loads(terraform.run(place, "show", "-json"))
        outcome.passed += 1
    except Failed as failed:
        outcome.failures.append(f"{name}: {failed}")
        return outcome, None
    complete(made, state)
    file = folder.parent / f"{name}.json"
    file.write_text(json.dumps(made))
    return outcome, Planned(name, file, made)


def complete(made: dict[str, Any], state: dict[str, Any]) -> None:
    """Fills in what a plan does not know of what the code sets: which ARN a permission is for, say.

    What the code leaves to AWS stays away, as in any plan, but for names.
    """
    written = dict(settings(made["configuration"]["root_module"], ""))
    unknown = {change["address"]: change["change"]["after_unknown"] for change in made["resource_changes"]}
    applied = {resource["address"]: resource["values"] for resource in resources(state["values"]["root_module"])}
    for resource in resources(made["planned_values"]["root_module"]):
        address = resource["address"]
        names = NAMES | written[INDEX.sub("", address)]
        for name, part in unknown.get(address, {}).items():
            if name in names and is_any(part) and applied.get(address, {}).get(name) is not None:
                resource.setdefault("values", {})[name] = applied[address][name]


def settings(module: dict[str, Any], path: str) -> Iterator[tuple[str, set[str]]]:
    """What the code sets, by the addresses of resources without their keys."""
    for resource in module.get("resources", []):
        yield path + resource["address"], set(resource.get("expressions", {}))
    for name, call in module.get("module_calls", {}).items():
        yield from settings(call["module"], f"{path}module.{name}.")


def is_any(unknown: Any) -> bool:
    """Whether anything in a value is unknown."""
    if isinstance(unknown, dict):
        return any(map(is_any, unknown.values()))
    return any(map(is_any, unknown)) if isinstance(unknown, list) else bool(unknown)


def resources(module: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Everything in a module and in those that it calls."""
    yield from module.get("resources", [])
    for child in module.get("child_modules", []):
        yield from resources(child)
