"""Makes the schema once, keeps it in the cache, and cuts out of it what a piece of Terraform code mentions."""

import gzip
import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any

from stand_in import by_hand, package, reader

Schema = dict[str, Any]


def load(cache: Path) -> Schema:
    """The whole schema. It is made anew when what makes it has changed."""
    makers = [Path(str(module.__file__)) for module in (package, reader, by_hand)]
    mark = hashlib.sha256(b"".join(maker.read_bytes() for maker in makers)).hexdigest()[:12]
    file = cache / f"schema-{package.PROVIDER}-{mark}.json.gz"
    if not file.is_file():
        schema = by_hand.complete(reader.read(package.sources(package.fetch(cache))))
        unfinished = file.with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(gzip.compress(json.dumps(schema).encode()))
        unfinished.rename(file)
    made: Schema = json.loads(gzip.decompress(file.read_bytes()))
    return made


def mentioned(folder: Path) -> set[str]:
    """The names in Terraform code that may be types of the provider."""
    files = [*folder.rglob("*.tf"), *folder.rglob("*.tftest.hcl")]
    return {name for file in files for name in re.findall(r"\baws_[a-z0-9_]+", file.read_text())}


def cut(schema: Schema, names: set[str]) -> Schema:
    """Only these types: Terraform asks for the whole schema again and again, and all of it is 25 MB."""
    kinds = ("resource_schemas", "data_source_schemas")
    return schema | {kind: {name: made for name, made in schema[kind].items() if name in names} for kind in kinds}
