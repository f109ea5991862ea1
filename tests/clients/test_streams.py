"""`/events` in the hands of clients: server-sent events, lines of JSON, and the envelope of CloudEvents."""

import json
import time
from contextlib import contextmanager

import pytest
import requests
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from sseclient import SSEClient

from feed import Feed
from ledger import written

PATIENCE = 30
LINES = {"Accept": "application/x-ndjson"}


@pytest.fixture(scope="module")
def feed(live_feed):
    return Feed(live_feed)


@contextmanager
def stream(url, headers=None, **parameters):
    """An open stream."""
    with requests.get(f"{url}/events", params=parameters, headers=headers, stream=True, timeout=PATIENCE) as answer:
        assert answer.status_code == 200, answer.text
        yield answer


def in_time(messages):
    """Messages for as long as a test may take: a stream has signs of life, so that nothing else would end it."""
    deadline = time.monotonic() + PATIENCE
    for message in messages:
        assert time.monotonic() < deadline, "what was waited for did not come"
        yield message


def told(answer):
    """What server-sent events tell, without those that only set the position."""
    return (event for event in in_time(SSEClient(answer).events()) if event.data)


def texts(answer):
    """Lines as they come, without signs of life."""
    return (line for line in in_time(answer.iter_lines(chunk_size=None)) if line)


def lines(answer):
    """The reports in lines, their regions in capitals as they were sent."""
    for line in texts(answer):
        report = json.loads(line)
        yield report | {"region": report["region"].upper()}


def test_a_reader_of_server_sent_events_hears_what_happens(live_url, feed):
    with stream(live_url) as answer:
        assert answer.headers["content-type"] == "text/event-stream"
        sent = [feed.emit(region=f"STREAMED {n}", mag=n / 2)["data"]["properties"] for n in range(5)]
        waiting = {frame["unid"]: frame for frame in sent}
        for event in told(answer):
            report = json.loads(event.data)
            frame = waiting.pop(report["id"], None)
            if frame:
                assert (event.event, report["mag"], report["depth"]) == ("message", frame["mag"], frame["depth"])
                assert event.id
            if not waiting:
                break


def test_a_reader_that_comes_back_with_its_last_id_misses_nothing_and_gets_nothing_twice(live_url, feed):
    with stream(live_url) as answer:
        feed.emit(region="BEFORE THE BREAK")
        for event in told(answer):
            if "BEFORE THE BREAK" in event.data.upper():
                break
    feed.emit(region="DURING THE BREAK")
    heard = []
    with stream(live_url, headers={"Last-Event-ID": event.id}) as answer:
        feed.emit(region="AFTER THE BREAK")
        for event in told(answer):
            region = json.loads(event.data)["region"].upper()
            heard += [region] if "THE BREAK" in region else []
            if len(heard) == 2:
                break
    # Of two earthquakes in two partitions either may come first.
    assert set(heard) == {"DURING THE BREAK", "AFTER THE BREAK"}


@pytest.mark.parametrize("resume", ["after", "since"])
def test_lines_carry_their_position_and_go_on_there(live_url, feed, resume):
    first, second = f"FIRST LINE {resume.upper()}", f"SECOND LINE {resume.upper()}"
    with stream(live_url, LINES) as answer:
        assert answer.headers["content-type"] == "application/x-ndjson"
        feed.emit(region=first)
        report = next(report for report in lines(answer) if report["region"] == first)
    feed.emit(region=second)
    with stream(live_url, LINES, **{resume: report["cursor"]}) as answer:
        for report in lines(answer):
            assert report["region"] != first
            if report["region"] == second:
                break


def test_only_what_was_asked_for_is_told(live_url, feed):
    since = written(int(time.time() * 1e6)) + "Z"
    chosen = {"minmagnitude": 3, "maxdepth": 50, "bbox": "170,-30,-170,-10", "type": "earthquake", "since": since}
    for n in range(40):
        feed.emit(
            region="CHOSEN",
            mag=2.0 if n % 5 == 0 else 4.0,
            depth=60.0 if n % 4 == 0 else 40.0,
            lon=160.0 if n % 3 == 0 else 180.0,
            lat=-20.0,
            evtype="qb" if n % 7 == 0 else "ke",
        )
    wanted, heard = sum(all(n % by for by in (3, 4, 5, 7)) for n in range(40)), []
    with stream(live_url, LINES, **chosen) as answer:
        for report in lines(answer):
            if report["region"] == "CHOSEN":
                assert (report["mag"], report["depth"], report["lon"]) == (4.0, 40.0, 180.0)
                heard.append(report["id"])
            if len(heard) == wanted:
                break
    assert len(set(heard)) == wanted


@pytest.mark.parametrize("headers", [None, LINES], ids=["server-sent events", "lines"])
def test_cloudevents_are_read_by_the_projects_own_library(live_url, feed, headers):
    region = f"CLOUDY {len(headers or {})}"
    with stream(live_url, headers, envelope="cloudevents") as answer:
        first = feed.emit(region=region, mag=5.0)["data"]
        feed.emit(id=first["id"], mag=5.5)
        heard = []
        for text in texts(answer) if headers else (event.data.encode() for event in told(answer)):
            event = JSONFormat().read(CloudEvent, text)
            heard += [event] if event.get_subject() == first["id"] else []
            if len(heard) == 2:
                break
    created, updated = heard
    assert created.get_type().endswith("created.v1") and updated.get_type().endswith("updated.v1")
    assert created.get_id() != updated.get_id() and created.get_source() == updated.get_source()
    assert created.get_data()["region"].upper() == region
    assert (created.get_data()["mag"], updated.get_data()["mag"]) == (5.0, 5.5)
    assert created.get_time().timestamp() == pytest.approx(created.get_data()["updated"] / 1000, abs=0.001)


@pytest.mark.parametrize(
    "asked", [{"minmagnitude": "strong"}, {"bbox": "1,2,3"}, {"since": "yesterday"}, {"after": "x"}, {"colour": "red"}, {"type": "dragon"}]
)
def test_what_makes_no_sense_is_refused_by_its_name(url, asked):
    answer = requests.get(f"{url}/events", params=asked, timeout=PATIENCE)
    assert answer.status_code == 400
    assert next(iter(asked)) in answer.text
