"""Runs terraform with the stand-in for its provider. Nothing here can reach AWS: there is no program that would."""

import gzip
import json
import os
import queue
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from checks.places import CACHE, CHECK
from stand_in import schema

#: How many calls run at once.
AT_ONCE = 2
TIMEOUT = 900


class Failed(Exception):
    """terraform ended badly, and said this."""


class Terraform:
    """terraform, and the stand-ins that its calls share."""

    def __init__(self, sockets: list[Path], process: int) -> None:
        self.process = process
        self.free: queue.Queue[Path] = queue.Queue()
        for socket in sockets:
            self.free.put(socket)

    def run(self, folder: Path, *arguments: str) -> str:
        """Runs a command that has to succeed, and gives what it prints."""
        socket = self.free.get()
        try:
            done = subprocess.run(
                ["terraform", *arguments],
                cwd=folder,
                env=environment() | {"TF_REATTACH_PROVIDERS": self.reattach(socket)},
                capture_output=True,
                text=True,
                timeout=TIMEOUT,
                check=False,
            )
        finally:
            self.free.put(socket)
        if done.returncode != 0:
            raise Failed((done.stderr.strip() + "\n" + done.stdout.strip()).strip())
        return done.stdout

    def get(self, folder: Path) -> None:
        """Finds the modules that a folder calls."""
        self.run(folder, "get", "-no-color")

    def validate(self, folder: Path) -> list[str]:
        """What is wrong with the code in a folder."""
        try:
            self.get(folder)
            self.run(folder, "validate", "-no-color")
        except Failed as failed:
            return [str(failed)]
        return []

    def reattach(self, socket: Path) -> str:
        """Tells terraform where the provider is that it should not start itself."""
        address = {"Network": "unix", "String": str(socket)}
        provider = {"Protocol": "grpc", "ProtocolVersion": 6, "Pid": self.process, "Test": True, "Addr": address}
        return json.dumps({"registry.terraform.io/hashicorp/aws": provider})


def environment() -> dict[str, str]:
    """The environment of terraform: this machine's, without anything that could open an AWS account."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TF_"))}
    return kept | {
        "TF_IN_AUTOMATION": "1",
        "TF_INPUT": "0",
        "CHECKPOINT_DISABLE": "1",
        "TF_CLI_CONFIG_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


@contextmanager
def started(*folders: Path) -> Iterator[Terraform]:
    """terraform with stand-ins that know the types which the code in these folders mentions."""
    with tempfile.TemporaryDirectory(prefix="quakewire-stand-in-") as made:
        place = Path(made)
        names = set().union(*(schema.mentioned(folder) for folder in folders))
        file = place / "schema.json.gz"
        file.write_bytes(gzip.compress(json.dumps(schema.cut(schema.load(CACHE), names)).encode(), compresslevel=1))
        sockets = [place / str(number) for number in range(AT_ONCE)]
        process = start(file, sockets)
        try:
            yield Terraform(sockets, process.pid)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(timeout=30)


def start(file: Path, sockets: list[Path]) -> subprocess.Popen[str]:
    """Starts the stand-ins, and waits until they listen."""
    process = subprocess.Popen(
        [sys.executable, "-m", "stand_in", str(file), *map(str, sockets)],
        cwd=CHECK,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    if process.stdout.readline().strip() != "ready":
        raise RuntimeError(f"the stand-in does not start (it ended with {process.wait(timeout=30)})")
    return process
