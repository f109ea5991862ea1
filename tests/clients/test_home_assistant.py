"""What Home Assistant's `geo_json_events` and `geo_rss_events` read their feeds with."""

import asyncio
import re
import time

import aiohttp
import pytest
from aio_geojson_generic_client import GenericFeed as GeoJson
from georss_generic_client import GenericFeed as GeoRss

from interfaces import unid
from ledger import degrees_between

# San Francisco, latitude first, as Home Assistant has its home.
HOME = (37.77, -122.42)
RADIUS_KM = 300.0
FEEDS = [f"{size}_{age}" for size in ("significant", "4.5", "2.5", "1.0", "all") for age in ("hour", "day", "week", "month")]


def address(url, feed, kind):
    return f"{url}/earthquakes/feed/v1.0/summary/{feed}.{kind}"


def geojson(url, feed, radius=None):
    async def update():
        async with aiohttp.ClientSession() as session:
            return await GeoJson(session, HOME, address(url, feed, "geojson"), filter_radius=radius).update()

    return asyncio.run(update())


def georss(url, feed, radius=None):
    return GeoRss(HOME, address(url, feed, "atom"), filter_radius=radius).update()


def size(event):
    return 0 if event.mag is None else round(event.mag * 100 * event.mag / 6.5)


def expected(ledger, feed):
    """The events of a feed; those on the edge of its age may have left it since."""
    least, age = feed.split("_")
    seconds = {"hour": 3600, "day": 86_400, "week": 604_800, "month": 2_592_000}[age]
    now, slack = time.time() * 1e6, 120e6
    strong = {
        "all": lambda event: True,
        "1.0": lambda event: event.mag is not None and event.mag >= 0.95,
        "2.5": lambda event: event.mag is not None and event.mag >= 2.45,
        "4.5": lambda event: event.mag is not None and event.mag >= 4.45,
        "significant": lambda event: event.mag is not None and size(event) >= 600,
    }[least]
    within = lambda length: {event.id for event in ledger.events if strong(event) and event.time >= now - length}
    return within(seconds * 1e6 - slack), within(seconds * 1e6 + slack)


@pytest.mark.parametrize("read", [geojson, georss], ids=["geo_json_events", "geo_rss_events"])
@pytest.mark.parametrize("feed", FEEDS)
def test_each_feed_has_the_events_it_is_named_for(url, ledger, feed, read):
    status, entries = read(url, feed)
    assert status == "OK"
    ids = [unid(entry.external_id) for entry in entries]
    least, most = expected(ledger, feed)
    assert least <= set(ids) <= most
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("read", [geojson, georss], ids=["geo_json_events", "geo_rss_events"])
def test_what_happens_near_home_is_told_with_title_place_and_distance(url, ledger, read):
    _, entries = read(url, "all_week", RADIUS_KM)
    by_id = {event.id: event for event in ledger.events}
    near = {id for id in expected(ledger, "all_week")[0] if kilometres(by_id[id]) < RADIUS_KM - 3}
    assert near and near <= {unid(entry.external_id) for entry in entries}
    for entry in entries:
        event = by_id[unid(entry.external_id)]
        # The library rounds what it reads to a tenth of a metre.
        assert entry.coordinates == pytest.approx((event.lat, event.lon), abs=1e-6)
        assert entry.distance_to_home == pytest.approx(kilometres(event), rel=0.01)
        said = re.match(r"M (\?|-?\d+\.\d) ", entry.title)[1]
        assert said == "?" if event.mag is None else float(said) == pytest.approx(event.mag, abs=0.0501)


def kilometres(event):
    return degrees_between(HOME[1], HOME[0], event.lon, event.lat) * 111.19


def test_an_entry_of_atom_knows_when_it_was_published_or_updated(url):
    _, entries = georss(url, "all_day")
    assert entries and all(entry.updated or entry.published for entry in entries)


def test_a_feed_that_does_not_exist_is_an_error_and_no_empty_one(url):
    assert geojson(url, "3.7_week")[0] == "ERROR"
    assert georss(url, "3.7_week")[0] == "ERROR"
