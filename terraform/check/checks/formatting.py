"""Check 1: the code is written as `terraform fmt` writes it."""

import subprocess

from checks.outcome import Outcome
from checks.places import TERRAFORM
from checks.terraform import environment


def formatting() -> Outcome:
    """One thing: all of it."""
    done = subprocess.run(
        ["terraform", "fmt", "-check", "-recursive", "-no-color"],
        cwd=TERRAFORM,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    outcome = Outcome()
    wrong = (done.stdout + done.stderr).split("\n") if done.returncode else []
    outcome.judge("`terraform fmt -recursive` would change", [line for line in wrong if line])
    return outcome
