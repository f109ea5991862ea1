"""Check 4: `terraform test` with mocks, in root and modules. Each run of a test file counts."""

import json
from pathlib import Path
from typing import Any

from checks.outcome import Outcome
from checks.terraform import Failed, Terraform


def module_tests(terraform: Terraform, folder: Path) -> Outcome:
    """The tests of one folder."""
    try:
        terraform.get(folder)
        printed = terraform.run(folder, "test", "-no-color", "-json")
    except Failed as failed:
        printed = str(failed)
    return heard(folder.name, printed)


def heard(name: str, printed: str) -> Outcome:
    """Counts what `terraform test -json` printed."""
    outcome = Outcome()
    complaints: list[str] = []
    skipped = 0
    for line in printed.splitlines():
        try:
            message = json.loads(line)
        except ValueError:
            complaints.append(line)
            continue
        if message.get("type") == "diagnostic" and message["diagnostic"]["severity"] == "error":
            complaints.append(spelled(message))
        run = message.get("test_run", {})
        if run.get("progress", "complete") != "complete":
            continue
        if run.get("status") in ("pass", "fail", "error"):
            outcome.judge(f"{name}, {run['path']}: {run['run']}", [] if run["status"] == "pass" else [run["status"]])
        elif run.get("status") == "skip":
            skipped += 1
    if skipped:
        complaints.append(f"{skipped} runs were skipped because of that")
    if complaints:
        outcome.failures.append(f"{name}:\n" + "\n".join(complaints))
    if not outcome.passed and not outcome.failures:
        outcome.failures.append(f"{name}: no test ran")
    return outcome


def spelled(message: dict[str, Any]) -> str:
    """An error as terraform would print it."""
    told = message["diagnostic"]
    place = told.get("range", {})
    where = f" ({place['filename']}:{place['start']['line']})" if place else ""
    run = f"{message['@testrun']}: " if "@testrun" in message else ""
    return f"{run}{told['summary']}{where}: {told.get('detail', '')}"
