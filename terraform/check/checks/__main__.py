"""Runs all checks, two at a time: `python -m checks`. One line for each, what is wrong, and the sum of it all."""

import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from checks import places, plans
from checks.documents import documents
from checks.formatting import formatting
from checks.house_rules import house_rules
from checks.module_tests import module_tests
from checks.outcome import Outcome, closing
from checks.own_policies import own_policies
from checks.posture import posture
from checks.real_provider import real_provider
from checks.self_tests import self_tests
from checks.terraform import AT_ONCE, Terraform, started
from checks.validation import units, validation
from stand_in import package, schema

Job = Callable[[], Outcome]


class Run:
    """All checks, and what has come of them."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self.pool = pool
        self.checks: list[tuple[str, list[Future[tuple[Outcome, float]]]]] = []

    def add(self, name: str, *jobs: Job) -> None:
        """A check that consists of some jobs, which do not wait for each other."""
        self.checks.append((name, [self.pool.submit(timed, job) for job in jobs]))

    def tell(self) -> Outcome:
        """Waits for the checks in their order and tells each."""
        total = Outcome()
        for name, futures in self.checks:
            outcome, seconds = Outcome(), 0.0
            for future in futures:
                found, took = future.result()
                outcome.add(found)
                seconds += took
            print(outcome.line(name, seconds), flush=True)
            for failure in outcome.failures:
                print("       " + failure.replace("\n", "\n       "), flush=True)
            for reason in outcome.not_run:
                print(f"NOT RUN: {reason}", flush=True)
            total.add(outcome)
        return total


def timed(job: Job) -> tuple[Outcome, float]:
    """A job and how long it took; one that breaks is one that failed."""
    began = time.monotonic()
    try:
        outcome = job()
    except Exception as error:  # whatever it is, the other checks shall still be told
        outcome = Outcome(failures=[f"{type(error).__name__}: {error}"])
    return outcome, time.monotonic() - began


def queue(run: Run, terraform: Terraform, folder: Path) -> None:
    """All checks, in their order."""
    run.add("1 formatting", formatting)
    run.add("2 house rules", house_rules)
    parts = units(folder)
    run.add("3 validate", *(lambda part=part: validation(terraform, part) for part in parts))
    run.add("4 terraform test", *(lambda part=part: module_tests(terraform, part) for part in parts))
    planned: list[plans.Planned] = []

    def plan(name: str) -> Outcome:
        outcome, made = plans.plan(terraform, folder, name)
        planned.extend([made] if made else [])
        return outcome

    names = plans.names()
    run.add("5 plans", *(lambda name=name: plan(name) for name in names))
    futures = run.checks[-1][1]

    def of_each(look: Callable[[plans.Planned], Outcome]) -> Outcome:
        """Looks at each plan once all are made; the pool takes jobs in order, so they are on their way."""
        outcome = Outcome()
        for future in futures:
            future.result()
        for made in sorted(planned, key=lambda made: names.index(made.name)):
            outcome.add(look(made))
        if len(planned) < len(names):
            outcome.failures.append("not all could be looked at: see 5")
        return outcome

    run.add("6 checkov", lambda: of_each(lambda made: posture(folder, made)))
    run.add("7 own policies", lambda: of_each(own_policies))
    run.add("8 IAM documents", lambda: of_each(documents))
    run.add("9 planted mistakes", lambda: self_tests(terraform))
    run.add("10 real provider", real_provider)


def all_of(run: Run, made: Path) -> Outcome:
    """All checks."""
    folder = places.copy(made)
    with started(folder, places.CHECK / "tests") as terraform:
        queue(run, terraform, folder)
        return run.tell()


def without_stand_in(run: Run, reason: str) -> Outcome:
    """What is left where there is no schema to stand in with."""
    run.add("1 formatting", formatting)
    run.add("2 house rules", house_rules)
    run.add("3 to 9", lambda: Outcome(not_run=[f"checks 3 to 9 of terraform/: {reason}"]))
    run.add("10 real provider", real_provider)
    return run.tell()


def main() -> int:
    """Runs them."""
    with (
        tempfile.TemporaryDirectory(prefix="quakewire-terraform-") as made,
        ThreadPoolExecutor(AT_ONCE) as pool,
    ):
        try:
            schema.load(places.CACHE)
        except package.Unavailable as unavailable:
            total = without_stand_in(Run(pool), str(unavailable))
        else:
            total = all_of(Run(pool), Path(made))
    print(closing(total))
    return 1 if total.failures or not total.passed else 0


sys.exit(main())
