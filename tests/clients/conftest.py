"""What all clients share: where the server is, the ledger, and the sum of it in the words of Node's runner."""

import os

import pytest

from ledger import Ledger


@pytest.fixture(scope="session")
def url():
    """The server that is full of a week, without a slash at the end."""
    return os.environ["QUAKEWIRE_URL"]


@pytest.fixture(scope="session")
def ledger():
    """What that server holds."""
    return Ledger.read(os.environ["QUAKEWIRE_LEDGER"])


@pytest.fixture(scope="session")
def live_url():
    """A server that is empty at first, where tests may make things happen."""
    return os.environ["QUAKEWIRE_LIVE_URL"]


@pytest.fixture(scope="session")
def live_feed():
    """The controls of the feed before that server."""
    return os.environ["QUAKEWIRE_LIVE_FEED"]


def pytest_terminal_summary(terminalreporter):
    count = lambda *outcomes: sum(len(terminalreporter.stats.get(outcome, ())) for outcome in outcomes)
    terminalreporter.write_line(f"# pass {count('passed')}")
    terminalreporter.write_line(f"# fail {count('failed', 'error')}")
    terminalreporter.write_line(f"# skipped {count('skipped')}")
