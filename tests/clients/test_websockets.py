"""A listener as EMSC publishes it for its websocket, in `websockets` for Python, pointed at us by its address alone."""

import asyncio
import json
import time
from datetime import datetime, timedelta, timezone

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from feed import Feed
from ledger import written

PING_INTERVAL = 15
PATIENCE = 30


def processing(message):
    """As in EMSC's example, which prints what this gives."""
    data = json.loads(message)
    info = data["data"]["properties"]
    info["action"] = data["action"]
    return ">>>> {action:7} event from {auth:7}, unid:{unid}, T0:{time}, Mag:{mag}, Region: {flynn_region}".format(**info)


async def listen(uri, enough):
    """Reads messages until there are enough of them; all of them."""
    heard = []
    async with asyncio.timeout(PATIENCE), connect(uri, ping_interval=PING_INTERVAL) as ws:
        while not enough(heard):
            heard.append(await ws.recv())
    return heard


@pytest.fixture
def uri(url):
    return url.replace("http", "ws", 1) + "/standing_order/websocket"


@pytest.fixture
def live_uri(live_url):
    return live_url.replace("http", "ws", 1) + "/standing_order/websocket"


@pytest.fixture
def feed(live_feed):
    return Feed(live_feed)


def test_each_earthquake_is_heard_once_in_the_words_of_emsc(live_uri, feed):
    async def hear():
        async with asyncio.timeout(PATIENCE), connect(live_uri, ping_interval=PING_INTERVAL) as ws:
            sent = [await asyncio.to_thread(feed.emit, region=f"WEBSOCKET {n}", mag=n / 4) for n in range(20)]
            waiting, heard = {frame["data"]["id"] for frame in sent}, []
            while waiting:
                message = await ws.recv()
                assert isinstance(message, str), "EMSC sends text"
                frame = json.loads(message)
                if "WEBSOCKET" in frame["data"]["properties"]["flynn_region"]:
                    waiting.remove(frame["data"]["id"])
                    heard.append((frame, processing(message)))
            return sent, heard

    sent, heard = asyncio.run(hear())
    by_id = {frame["data"]["id"]: frame for frame in sent}
    for frame, line in heard:
        assert frame == by_id[frame["data"]["id"]]
        assert line.startswith(">>>> create  event from ")


def test_a_correction_is_an_update_of_the_same_event(live_uri, feed):
    async def hear():
        async with asyncio.timeout(PATIENCE), connect(live_uri, ping_interval=PING_INTERVAL) as ws:
            first = await asyncio.to_thread(feed.emit, region="CORRECTED", mag=4.0)
            second = await asyncio.to_thread(feed.emit, id=first["data"]["id"], mag=4.4)
            heard = []
            while len(heard) < 2:
                frame = json.loads(await ws.recv())
                if frame["data"]["id"] == first["data"]["id"]:
                    heard.append(frame)
            return [first, second], heard

    sent, heard = asyncio.run(hear())
    assert heard == sent
    assert [frame["action"] for frame in heard] == ["create", "update"]


def test_all_listeners_hear_the_same(live_uri, feed):
    async def one(ready):
        async with connect(live_uri, ping_interval=PING_INTERVAL) as ws:
            ready.release()
            while True:
                message = await ws.recv()
                if "HEARD BY ALL" in message:
                    return message

    async def all_of_them():
        ready = asyncio.Semaphore(0)
        async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:
            listeners = [group.create_task(one(ready)) for _ in range(10)]
            for _ in listeners:
                await ready.acquire()
            await asyncio.to_thread(feed.emit, region="HEARD BY ALL")
        return {listener.result() for listener in listeners}

    assert len(asyncio.run(all_of_them())) == 1


def test_nothing_of_the_past_comes_unasked_and_pings_are_answered(uri):
    async def quiet():
        async with connect(uri, ping_interval=None) as ws:
            latency = await asyncio.wait_for(await ws.ping(), 5)
            assert latency < 5
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(ws.recv(), 2)

    asyncio.run(quiet())


def test_what_a_listener_says_does_no_harm(live_uri, feed):
    async def hear():
        async with asyncio.timeout(PATIENCE), connect(live_uri) as ws:
            await ws.send("hello")
            await ws.send(b"\x00\xff")
            await asyncio.to_thread(feed.emit, region="STILL THERE")
            while "STILL THERE" not in await ws.recv():
                pass

    asyncio.run(hear())


def test_since_a_time_every_event_is_told_again_with_its_latest_state(uri, ledger):
    since = datetime.now(timezone.utc) - timedelta(days=9)
    latest = {}

    def enough(heard):
        for message in heard[-1:]:
            data = json.loads(message)["data"]
            known = latest.get(data["id"])
            if known is None or known["properties"]["lastupdate"] <= data["properties"]["lastupdate"]:
                latest[data["id"]] = data
        return len(latest) == len(ledger.features)

    heard = asyncio.run(listen(f"{uri}?since={since:%Y-%m-%dT%H:%M:%SZ}", enough))
    assert latest == ledger.features
    assert len(set(heard)) == len(heard), "no revision is told twice"


def test_since_now_is_what_is_new(live_uri, feed):
    feed.emit(region="BEFORE SINCE")
    time.sleep(2)
    since = written(int(time.time() * 1e6)) + "Z"

    async def hear():
        async with asyncio.timeout(PATIENCE), connect(f"{live_uri}?since={since}") as ws:
            await asyncio.to_thread(feed.emit, region="AFTER SINCE")
            heard = [await ws.recv()]
            while "AFTER SINCE" not in heard[-1]:
                heard.append(await ws.recv())
            return heard

    assert not any("BEFORE SINCE" in message for message in asyncio.run(hear()))


@pytest.mark.parametrize("since", ["yesterday", "", "2026-13-01T00:00:00Z", "1--2"])
def test_a_since_that_is_none_is_refused_before_the_websocket_opens(uri, since):
    async def refused():
        with pytest.raises(InvalidStatus) as raised:
            async with connect(f"{uri}?since={since}"):
                pass
        return raised.value.response.status_code

    assert asyncio.run(refused()) == 400
