"""Applying makes resources and runs nothing; modules are ours; no account is written down."""

import re
from collections.abc import Iterator

from rules.code import Code, within

#: Accounts that AWS's documentation uses for examples.
EXAMPLES = {"111122223333", "123456789012", "000000000000"}


def mistakes(code: Code) -> Iterator[str]:
    """Provisioners, foreign modules, numbers of accounts."""
    for resource in code.blocks("resource", 2):
        if "provisioner" in resource.body or "connection" in resource.body:
            yield f"{resource.name} runs something when it is made"
    for file, tree in code.trees.items():
        if list(within(tree, "local-exec")) or list(within(tree, "remote-exec")):
            yield f"{file} runs something"
        if list(within(tree.get("terraform", []), "backend")):
            yield f"{file} has a backend: whoever applies decides where the state is"
    for call in code.blocks("module", 1):
        if not str(call.body.get("source", "")).startswith(("./", "../")):
            yield f"{call.name} comes from elsewhere"
    for file, text in code.texts():
        for number in set(re.findall(r"(?<![\w.-])\d{12}(?![\w.-])", text)) - EXAMPLES:
            yield f"{file} has the number of an account: {number}"
