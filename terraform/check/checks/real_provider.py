"""Check 10: the same with the real provider, where Terraform's registry can be reached. AWS is asked for nothing."""

import subprocess
import tempfile
from pathlib import Path

from checks.module_tests import heard
from checks.outcome import Outcome
from checks.places import copy
from checks.terraform import TIMEOUT, environment

#: How long one who has no way to the registry waits.
PATIENCE = 20


def real_provider() -> Outcome:
    """init, validate and test of the root; its tests mock the provider, so nobody needs an account."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory(prefix="quakewire-real-provider-") as made:
        reason = unreachable(Path(made))
        if reason:
            outcome.not_run.append(f"the real provider hashicorp/aws, which cannot be fetched: {reason}")
        else:
            look(copy(Path(made)), outcome)
    return outcome


def look(folder: Path, outcome: Outcome) -> None:
    """Looks at a copy of the code."""
    for arguments in (["init", "-backend=false", "-input=false"], ["validate"]):
        done = terraform(folder, [*arguments, "-no-color"], TIMEOUT)
        outcome.judge(f"terraform {arguments[0]} with the real provider", [done.stderr] if done.returncode else [])
    if not outcome.failures:
        outcome.add(heard("with the real provider", terraform(folder, ["test", "-json"], TIMEOUT).stdout))


def unreachable(folder: Path) -> str:
    """Why the provider cannot be fetched, or nothing."""
    probe = folder / "probe"
    probe.mkdir()
    (probe / "main.tf").write_text(
        'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws" }\n  }\n}\n'
    )
    try:
        done = terraform(probe, ["providers", "lock", "-platform=linux_amd64", "-no-color"], PATIENCE)
    except subprocess.TimeoutExpired:
        return f"no answer within {PATIENCE} s"
    lines = [line.strip("│╷╵ ") for line in done.stderr.splitlines()]
    return " ".join(line for line in lines if line)[:200] if done.returncode else ""


def terraform(folder: Path, arguments: list[str], patience: float) -> subprocess.CompletedProcess[str]:
    """terraform without the stand-in."""
    command = ["terraform", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment(), capture_output=True, text=True, timeout=patience, check=False
    )
