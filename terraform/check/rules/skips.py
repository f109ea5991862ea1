"""A check that is skipped says why, in a sentence that somebody can disagree with."""

import re
from collections.abc import Iterator

from rules.code import Code

SKIP = re.compile(r"checkov:skip=([A-Za-z0-9_]+)(?::(.*))?")
#: Shorter is no reason.
SHORTEST = 15


def mistakes(code: Code) -> Iterator[str]:
    """Comments for checkov."""
    for file, text in code.texts():
        for number, line in enumerate(text.splitlines(), 1):
            if "checkov:" not in line:
                continue
            skip = SKIP.search(line)
            if skip is None:
                yield f"{file}:{number}: checkov does not understand this: {line.strip()}"
            elif len((skip[2] or "").strip()) < SHORTEST:
                yield f"{file}:{number}: {skip[1]} is skipped without a reason"
