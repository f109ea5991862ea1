"""Check 3: the code is whole, by the schema of the provider: names, types, references, in root and modules."""

from pathlib import Path

from checks.outcome import Outcome
from checks.places import modules
from checks.terraform import Terraform


def units(terraform_folder: Path) -> list[Path]:
    """What is checked by itself: the root and each module."""
    return [terraform_folder, *modules(terraform_folder)]


def validation(terraform: Terraform, folder: Path) -> Outcome:
    """One of them."""
    outcome = Outcome()
    outcome.judge(f"terraform validate in {folder.name}", terraform.validate(folder))
    return outcome
