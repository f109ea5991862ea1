"""A thousand random questions to each interface: exactly the events that a naive filter over the ledger finds, in order."""

from concurrent.futures import ThreadPoolExecutor

import pytest

import interfaces
from questions import Questions
from reflected import Listing

COUNT = 1000
# The server has a machine of two processors to itself at best.
AT_ONCE = 3
# Readers of streams wait more than they work.
STREAMS_AT_ONCE = 10


@pytest.mark.parametrize("kind", [interfaces.Fdsn, interfaces.Features, interfaces.Window, Listing], ids=lambda kind: kind.name)
def test_a_thousand_random_questions_have_exactly_the_answers_of_a_naive_filter(url, ledger, kind):
    interface = kind(url)
    questions = Questions(ledger, kind.bounds, kind.orders, kind.limit, kind.offset).ask(COUNT)
    answered = 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = pool.map(lambda numbered: asked(interface, *numbered[1], numbered[0]), enumerate(questions))
        for (bounds, order), answer in zip(questions, answers):
            expected = ledger.ids(bounds, **order)
            answered += bool(expected)
            assert answer == expected, f"{kind.name}, {bounds}, {order}: {difference(answer, expected)}"
    assert answered > COUNT / 2, "most questions should have an answer"


def test_a_stream_from_the_beginning_tells_exactly_what_a_naive_filter_lets_through(url, ledger):
    interface = interfaces.Replay(url, ledger)
    questions = Questions(ledger, interface.bounds, limit=False, offset=False).ask(COUNT)
    expected = [ledger.ids(bounds) for bounds, _ in questions]
    with ThreadPoolExecutor(STREAMS_AT_ONCE) as pool:
        ask = lambda question, enough: interface.ask(*question, enough=enough)
        for (bounds, _), answer, wanted in zip(questions, pool.map(ask, questions, expected), expected):
            # In the order of recording, which is not in the ledger.
            assert sorted(answer) == sorted(wanted), f"{interface.name}, {bounds}: {difference(answer, wanted)}"


def asked(interface, bounds, order, turn):
    try:
        return interface.ask(bounds, order, turn)
    except Exception as error:
        raise AssertionError(f"{interface.name}, {bounds}, {order}: {error}") from error


def difference(answer, expected):
    """What is wrong, in few words."""
    missing, more = set(expected) - set(answer), set(answer) - set(expected)
    if not missing and not more:
        return "the order" if len(answer) == len(expected) else "repetitions"
    return f"{len(missing)} missing, such as {sorted(missing)[:3]}; {len(more)} too many, such as {sorted(more)[:3]}"
