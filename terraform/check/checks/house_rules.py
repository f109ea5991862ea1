"""Check 2: the rules of this house, about the code as it is written: see rules/."""

import rules
from checks.outcome import Outcome
from checks.places import TERRAFORM
from rules.code import Code


def house_rules() -> Outcome:
    """Each rule counts as one."""
    outcome = Outcome()
    code = Code(TERRAFORM)
    for name, rule in rules.ALL.items():
        outcome.judge(name, list(rule(code)))
    return outcome
