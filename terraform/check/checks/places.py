"""Where things are."""

import os
import shutil
from pathlib import Path

CHECK = Path(__file__).resolve().parents[1]
TERRAFORM = CHECK.parent
PROJECT = TERRAFORM.parent
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "quakewire" / "cloud"

#: What the modules read beside terraform/: what hosts run.
BESIDE = ("compose", "grafana")
#: What is no source, or is not looked at here.
LEFT_OUT = shutil.ignore_patterns(
    ".terraform", ".terraform.lock.hcl", "terraform.tfstate*", "*.auto.tfvars", "backend.tf", "check", "node_modules"
)


def copy(folder: Path) -> Path:
    """Copies terraform/ and what it reads into a folder, so that nothing is ever written beside the sources."""
    shutil.copytree(TERRAFORM, folder / "terraform", ignore=LEFT_OUT)
    for name in BESIDE:
        if (PROJECT / name).is_dir():
            shutil.copytree(PROJECT / name, folder / name, ignore=LEFT_OUT)
    return folder / "terraform"


def modules(terraform: Path) -> list[Path]:
    """The folders of all modules."""
    return sorted(folder for folder in (terraform / "modules").iterdir() if any(folder.glob("*.tf")))


def sources(terraform: Path) -> list[Path]:
    """All Terraform code."""
    return sorted(file for file in terraform.rglob("*.tf") if ".terraform" not in file.parts)
