"""Check 6: checkov, about each plan. What it finds is repaired, or skipped beside the resource with a reason."""

import json
import os
import subprocess
from pathlib import Path

from checks.excuses import is_excused
from checks.outcome import Outcome
from checks.places import CACHE
from checks.plans import Planned

CHECKOV = CACHE / "checkov" / "bin" / "checkov"


def posture(folder: Path, planned: Planned) -> Outcome:
    """A plan counts once: its hundreds of findings are nobody's tests."""
    command = [str(CHECKOV), "--file", str(planned.file), "--framework", "terraform_plan", "--output", "json"]
    command += ["--skip-download", "--compact", "--quiet", "--repo-root-for-plan-enrichment", str(folder)]
    environment = os.environ | {"LOG_LEVEL": "ERROR", "BC_SKIP_MAPPING": "TRUE"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=900, check=False)
    outcome = Outcome()
    try:
        report = json.loads(done.stdout)
    except ValueError:
        outcome.failures.append(f"checkov says no JSON about {planned.name}: {done.stdout[-500:]}{done.stderr[-2000:]}")
        return outcome
    report = report[0] if isinstance(report, list) else report
    failed = [
        f"{found['resource']}: {found['check_id']} {found['check_name']}"
        for found in report["results"]["failed_checks"]
        if not is_excused(found["check_id"], found["resource"], planned.made, folder)
    ]
    nothing = [] if report["summary"]["passed"] else ["checkov looked at nothing"]
    outcome.judge(planned.name, failed + nothing)
    return outcome
