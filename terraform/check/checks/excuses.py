"""Finds the comment that excuses a finding where checkov does not: it loses those of repeated resources."""

import re
from pathlib import Path
from typing import Any

INDEX = re.compile(r"\[[^\]]*\]")


def is_excused(check: str, address: str, made: dict[str, Any], folder: Path) -> bool:
    """Whether a resource of a plan has a comment that skips a check; rules/skips.py wants its reason."""
    *path, kind, name = INDEX.sub("", address).split(".")
    module, place = made["configuration"]["root_module"], folder
    for called in path[1::2]:
        call = module["module_calls"][called]
        module, place = call["module"], place / call["source"]
    for file in place.glob("*.tf"):
        block = re.search(rf'^resource "{kind}" "{name}" {{\n(.*?)^}}', file.read_text(), re.MULTILINE | re.DOTALL)
        if block:
            return re.search(rf"checkov:skip={check}\b", block[1]) is not None
    return False
