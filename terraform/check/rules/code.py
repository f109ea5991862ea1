"""Terraform code, as rules look at it: its files, and the blocks in them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import hcl2


@dataclass(frozen=True)
class Found:
    """A block: where it is, its labels, and what is in it."""

    file: str
    labels: tuple[str, ...]
    body: dict[str, Any]

    @property
    def name(self) -> str:
        """The block as one would speak of it."""
        return f"{self.file}: {' '.join(self.labels)}"


class Code:
    """Everything under terraform/."""

    def __init__(self, root: Path) -> None:
        self.root = root
        skipped = {".terraform", "check"}
        self.files = sorted(file for file in root.rglob("*.tf") if not skipped & set(file.relative_to(root).parts))

    @cached_property
    def modules(self) -> list[Path]:
        """The folders of the modules."""
        folder = self.root / "modules"
        return sorted(inner for inner in folder.iterdir() if inner.is_dir()) if folder.is_dir() else []

    @cached_property
    def trees(self) -> dict[str, dict[str, Any]]:
        """What is in the files, by their names."""
        return {str(file.relative_to(self.root)): plain(hcl2.loads(file.read_text())) for file in self.files}

    def blocks(self, kind: str, labels: int) -> Iterator[Found]:
        """All blocks of a kind, wherever in the root or a module."""
        for file, tree in self.trees.items():
            for block in tree.get(kind, []):
                names: tuple[str, ...] = ()
                for _ in range(labels):
                    name = next(key for key in block if not key.startswith("__"))
                    names, block = (*names, name), block[name]
                yield Found(file, names, block)

    def resources(self, kind: str) -> Iterator[Found]:
        """All resources of a type."""
        return (found for found in self.blocks("resource", 2) if found.labels[0] == kind)

    def texts(self) -> Iterator[tuple[str, str]]:
        """The files as they are written."""
        for file in self.files:
            yield str(file.relative_to(self.root)), file.read_text()


Rule = Callable[[Code], Iterator[str]]


def plain(value: Any) -> Any:
    """What hcl2 reads, without the quotes that some of its versions leave around names and texts."""
    if isinstance(value, dict):
        return {unquoted(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return unquoted(value) if isinstance(value, str) else value


def unquoted(text: str) -> str:
    """A text without quotes around it."""
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text


def within(value: Any, name: str) -> Iterator[Any]:
    """Whatever has that name, at any depth."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == name:
                yield inner
            yield from within(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from within(inner, name)
