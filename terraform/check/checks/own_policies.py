"""Check 7: our own policies, about what is planned: see policies/."""

import policies
from checks.outcome import Outcome
from checks.plans import Planned
from policies.plan import Plan


def own_policies(planned: Planned) -> Outcome:
    """Each policy counts as one for each plan."""
    outcome = Outcome()
    plan = Plan(planned.made)
    for name, policy in policies.ALL.items():
        outcome.judge(f"{planned.name}, {name}", list(policy(plan)))
    return outcome
