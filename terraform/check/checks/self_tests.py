"""Check 9: the checks themselves still bite. tests/ plants mistakes for rules, policies and the stand-in."""

import io
import os
import unittest

from checks.outcome import Outcome
from checks.places import CHECK
from checks.terraform import Terraform

#: Where the tests find terraform.
TERRAFORM: list[Terraform] = []


class Heard(unittest.TestResult):
    """Counts each test; one that fails tells why."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(io.StringIO())
        self.outcome = outcome

    def addSuccess(self, test: unittest.TestCase) -> None:
        self.outcome.passed += 1

    def addFailure(self, test: unittest.TestCase, err: object) -> None:
        self.outcome.failures.append(f"{test.id()}: {self._exc_info_to_string(err, test)}")  # type: ignore[attr-defined]

    addError = addFailure

    def addSubTest(self, test: unittest.TestCase, subtest: unittest.TestCase, err: object) -> None:
        if err is not None:
            self.addFailure(subtest, err)


def self_tests(terraform: Terraform) -> Outcome:
    """All of tests/."""
    outcome = Outcome()
    TERRAFORM[:] = [terraform]
    suite = unittest.defaultTestLoader.discover(os.fspath(CHECK / "tests"), top_level_dir=os.fspath(CHECK))
    suite.run(Heard(outcome))
    return outcome
