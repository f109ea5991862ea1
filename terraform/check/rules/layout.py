"""Modules have the same files, so that who knows one finds their way in all."""

from collections.abc import Iterator

from rules.code import Code

FILES = ("README.md", "main.tf", "outputs.tf", "variables.tf", "versions.tf")


def mistakes(code: Code) -> Iterator[str]:
    """Files, tests, and a word about it in the README."""
    for module in code.modules:
        for name in FILES:
            if not (module / name).is_file():
                yield f"modules/{module.name} has no {name}"
        if not any((module / "tests").glob("*.tftest.hcl")):
            yield f"modules/{module.name} has no tests/*.tftest.hcl"
    called = {str(call.body.get("source")).rstrip("/").rsplit("/", 1)[-1] for call in code.blocks("module", 1)}
    for module in code.modules:
        if module.name not in called:
            yield f"modules/{module.name} is used nowhere"
