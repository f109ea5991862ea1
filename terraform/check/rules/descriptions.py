"""What a module takes and gives is explained where it is declared."""

from collections.abc import Iterator

from rules.code import Code


def mistakes(code: Code) -> Iterator[str]:
    """Variables and outputs."""
    for variable in code.blocks("variable", 1):
        if "type" not in variable.body:
            yield f"{variable.name} has no type"
        if not variable.body.get("description"):
            yield f"{variable.name} has no description"
    for output in code.blocks("output", 1):
        if not output.body.get("description"):
            yield f"{output.name} has no description"
