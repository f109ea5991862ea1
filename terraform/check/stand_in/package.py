"""The npm package that the schema is read from: Terraform bindings, generated from the real provider's schema."""

import base64
import hashlib
import json
import subprocess
import tarfile
from collections import defaultdict
from pathlib import Path

PACKAGE = "@cdktn/provider-aws"
VERSION = "25.7.0"
#: The version of hashicorp/aws that it was generated from.
PROVIDER = "6.66.0"
INTEGRITY = "sha512-E/nhu0yVZE4mXMgIPuI8tEFt1BExLkA7ARjihdG+/HmfDfzLr+OEF3dkFRvI6glRt30lrrBWQLwXqCJBxcmyUg=="


class Unavailable(Exception):
    """It cannot be had, for this reason."""


def fetch(cache: Path) -> Path:
    """The package's archive in the cache, fetched if it is not there, and whole in any case."""
    archive = cache / f"provider-aws-{VERSION}.tgz"
    if archive.is_file() and integrity(archive) == INTEGRITY:
        return archive
    cache.mkdir(parents=True, exist_ok=True)
    command = ["npm", "pack", f"{PACKAGE}@{VERSION}", "--json", "--silent", "--pack-destination", str(cache)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable(f"npm cannot fetch {PACKAGE} {VERSION}: {error}") from error
    if done.returncode != 0:
        raise Unavailable(f"npm cannot fetch {PACKAGE} {VERSION}: {done.stderr.strip() or done.stdout.strip()}")
    fetched = cache / Path(json.loads(done.stdout)[0]["filename"].replace("@", "").replace("/", "-"))
    if integrity(fetched) != INTEGRITY:
        fetched.unlink()
        raise RuntimeError(f"{PACKAGE} {VERSION} is not what it was: its sum should be {INTEGRITY}")
    fetched.rename(archive)
    return archive


def integrity(file: Path) -> str:
    """The sum of a file as npm writes it."""
    return "sha512-" + base64.b64encode(hashlib.sha512(file.read_bytes()).digest()).decode()


def sources(archive: Path) -> dict[str, str]:
    """The bindings' JavaScript by the name of their folder, one for each resource, data source and the provider."""
    found: dict[str, list[str]] = defaultdict(list)
    with tarfile.open(archive, "r|gz") as tar:
        for member in tar:
            parts = member.name.split("/")
            if member.isfile() and parts[:2] == ["package", "lib"] and len(parts) > 3 and parts[-1].endswith(".js"):
                content = tar.extractfile(member)
                assert content is not None
                found[parts[2]].append(content.read().decode())
    return {folder: "\n".join(texts) for folder, texts in found.items()}
