"""What a check found, and how it is told."""

from dataclasses import dataclass, field


@dataclass
class Outcome:
    """How many things were looked at, what is wrong, and what could not be looked at."""

    passed: int = 0
    failures: list[str] = field(default_factory=list)
    not_run: list[str] = field(default_factory=list)

    def judge(self, what: str, mistakes: list[str]) -> None:
        """Counts one thing, which is good if there are no mistakes."""
        if mistakes:
            self.failures.append(f"{what}:\n  " + "\n  ".join(mistakes))
        else:
            self.passed += 1

    def add(self, other: "Outcome") -> None:
        """Takes over what another found."""
        self.passed += other.passed
        self.failures += other.failures
        self.not_run += other.not_run

    def line(self, name: str, seconds: float) -> str:
        """The check's one line."""
        counts = f"{self.passed} passed, {len(self.failures)} failed"
        if self.not_run and not self.passed and not self.failures:
            counts = "not run"
        return f"{'FAILED' if self.failures else 'ok':6} {name}: {counts} ({seconds:.0f} s)"


def closing(outcome: Outcome) -> str:
    """The sum of all, as test runners write it."""
    return f"# pass {outcome.passed}\n# fail {len(outcome.failures)}\n# skipped {len(outcome.not_run)}"
