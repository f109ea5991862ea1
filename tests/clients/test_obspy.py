"""ObsPy's client, which seismologists ask data centres with: discovery, queries, formats and its typed exceptions."""

import io
import random
import warnings

import pytest

with warnings.catch_warnings():
    # Of its own dependencies.
    warnings.simplefilter("ignore")
    from obspy import UTCDateTime, read_events
    from obspy.clients.fdsn import Client
    from obspy.clients.fdsn.header import (
        FDSNBadRequestException,
        FDSNNoDataException,
        FDSNRequestTooLargeException,
    )

from ledger import TYPES


@pytest.fixture(scope="module")
def client(url):
    with warnings.catch_warnings():
        # It warns of every required parameter that the WADL lacks.
        warnings.simplefilter("error", UserWarning)
        return Client(url)


def instant(microseconds):
    return UTCDateTime(ns=microseconds * 1000)


def ids(catalogue):
    return [event.resource_id.id.rsplit("/", 1)[1] for event in catalogue]


def some(ledger, seed=1):
    """Two moments, two magnitudes, two depths and two places of events, the lesser first."""
    known = [event for event in ledger.events if event.mag is not None and event.depth is not None]
    one, other = random.Random(seed).sample(known, 2)
    between = lambda read: sorted((read(one), read(other)))
    return {name: between(lambda event: getattr(event, name)) for name in ("time", "mag", "depth", "lon", "lat", "updated")}


# What ObsPy is asked, and the same in the ledger's words. Names are the tests' names.
QUERIES = {
    "everything": lambda s: ({}, {}, {}),
    "from_a_moment": lambda s: ({"starttime": instant(s["time"][0])}, {"starttime": s["time"][0]}, {}),
    "until_a_moment": lambda s: ({"endtime": instant(s["time"][1])}, {"endtime": s["time"][1]}, {}),
    "between_moments": lambda s: (
        {"starttime": instant(s["time"][0]), "endtime": instant(s["time"][1])},
        {"starttime": s["time"][0], "endtime": s["time"][1]},
        {},
    ),
    "of_one_moment": lambda s: (
        {"starttime": instant(s["time"][0]), "endtime": instant(s["time"][0])},
        {"starttime": s["time"][0], "endtime": s["time"][0]},
        {},
    ),
    "at_least_so_strong": lambda s: ({"minmagnitude": s["mag"][1]}, {"minmagnitude": s["mag"][1]}, {}),
    "at_most_so_strong": lambda s: ({"maxmagnitude": s["mag"][1]}, {"maxmagnitude": s["mag"][1]}, {}),
    "exactly_so_strong": lambda s: (
        {"minmagnitude": s["mag"][1], "maxmagnitude": s["mag"][1]},
        {"minmagnitude": s["mag"][1], "maxmagnitude": s["mag"][1]},
        {},
    ),
    "below_zero": lambda s: ({"maxmagnitude": -0.1}, {"maxmagnitude": -0.1}, {}),
    "at_least_so_deep": lambda s: ({"mindepth": s["depth"][1]}, {"mindepth": s["depth"][1]}, {}),
    "at_most_so_deep": lambda s: ({"maxdepth": s["depth"][0]}, {"maxdepth": s["depth"][0]}, {}),
    "above_the_sea": lambda s: ({"maxdepth": -0.01}, {"maxdepth": -0.01}, {}),
    "north_of_a_line": lambda s: ({"minlatitude": s["lat"][0]}, {"box": (-180, s["lat"][0], 180, 90)}, {}),
    "west_of_a_line": lambda s: ({"maxlongitude": s["lon"][0]}, {"box": (-180, -90, s["lon"][0], 90)}, {}),
    "in_a_box": lambda s: (
        {"minlongitude": s["lon"][0], "maxlongitude": s["lon"][1], "minlatitude": s["lat"][0], "maxlatitude": s["lat"][1]},
        {"box": (s["lon"][0], s["lat"][0], s["lon"][1], s["lat"][1])},
        {},
    ),
    "in_a_box_across_the_date_line": lambda s: (
        {"minlongitude": 165.0, "maxlongitude": -150.0, "minlatitude": -60.0, "maxlatitude": 70.0},
        {"box": (165.0, -60.0, -150.0, 70.0)},
        {},
    ),
    "on_the_date_line": lambda s: ({"minlongitude": 180.0, "maxlongitude": -180.0}, {"box": (180.0, -90.0, -180.0, 90.0)}, {}),
    "in_a_circle": lambda s: (
        {"latitude": 38.8, "longitude": -122.8, "maxradius": 1.5},
        {"circle": (-122.8, 38.8, 0.0, 1.5)},
        {},
    ),
    "in_a_ring": lambda s: (
        {"latitude": 60.0, "longitude": -150.0, "minradius": 3.0, "maxradius": 8.0},
        {"circle": (-150.0, 60.0, 3.0, 8.0)},
        {},
    ),
    "around_the_pole": lambda s: (
        {"latitude": 90.0, "longitude": 0.0, "maxradius": 40.0},
        {"circle": (0.0, 90.0, 0.0, 40.0)},
        {},
    ),
    "of_one_kind": lambda s: ({"eventtype": "quarry blast"}, {"eventtype": ("quarry blast",)}, {}),
    "of_several_kinds": lambda s: (
        {"eventtype": "explosion,quarry blast,landslide"},
        {"eventtype": ("explosion", "quarry blast", "landslide")},
        {},
    ),
    "of_one_scale": lambda s: ({"magnitudetype": "ml"}, {"magnitudetype": "ml"}, {}),
    "of_one_scale_in_capitals": lambda s: ({"magnitudetype": "MD"}, {"magnitudetype": "md"}, {}),
    "strong_on_one_scale": lambda s: (
        {"magnitudetype": "mb", "minmagnitude": 4.5},
        {"magnitudetype": "mb", "minmagnitude": 4.5},
        {},
    ),
    "revised_since": lambda s: ({"updatedafter": instant(s["updated"][1])}, {"updatedafter": s["updated"][1]}, {}),
    "earliest_first": lambda s: ({"orderby": "time-asc", "limit": 50}, {}, {"orderby": "time-asc", "limit": 50}),
    "strongest_first": lambda s: ({"orderby": "magnitude", "limit": 50}, {}, {"orderby": "magnitude", "limit": 50}),
    "weakest_first": lambda s: ({"orderby": "magnitude-asc", "limit": 50}, {}, {"orderby": "magnitude-asc", "limit": 50}),
    "a_page_of_it": lambda s: (
        {"orderby": "time", "limit": 20, "offset": 41},
        {},
        {"orderby": "time", "limit": 20, "offset": 41},
    ),
    "the_end_of_it": lambda s: ({"offset": 1700}, {}, {"offset": 1700}),
    "with_all_there_is_of_each": lambda s: (
        {"limit": 30, "includeallorigins": True, "includeallmagnitudes": True, "includearrivals": True},
        {},
        {"limit": 30},
    ),
    "many_things_at_once": lambda s: (
        {"starttime": instant(s["time"][0]), "minmagnitude": 2.0, "maxdepth": 50, "minlatitude": 0, "eventtype": "earthquake"},
        {"starttime": s["time"][0], "minmagnitude": 2.0, "maxdepth": 50, "box": (-180, 0, 180, 90), "eventtype": ("earthquake",)},
        {},
    ),
    "from_the_catalogue": lambda s: ({"catalog": "SIMULATED", "limit": 30}, {}, {"limit": 30}),
    "by_the_contributor": lambda s: ({"contributor": "SIMULATED", "limit": 30}, {}, {"limit": 30}),
}


@pytest.mark.parametrize("query", QUERIES)
def test_it_gets_the_events_it_asks_for(client, ledger, query):
    asked, bounds, order = QUERIES[query](some(ledger))
    expected = ledger.ids(bounds, **order)
    assert expected, "the week has such events"
    assert ids(client.get_events(**asked)) == expected


def test_it_finds_out_what_there_is(client):
    assert set(client.services) == {"event", "available_event_catalogs", "available_event_contributors"}
    assert client.services["available_event_catalogs"] == {"SIMULATED"}
    assert "SIMULATED" in client.services["available_event_contributors"]
    major, minor, *_ = client.get_webservice_version("event")
    assert (major, minor) == (1, 2)


def test_an_address_with_a_slash_at_its_end_is_the_same(url, ledger):
    assert ids(Client(url + "/").get_events(minmagnitude=5)) == ledger.ids({"minmagnitude": 5})


def test_one_event_by_its_id(client, ledger):
    for event in random.Random(2).sample(ledger.events, 10):
        assert ids(client.get_events(eventid=event.id)) == [event.id]


def test_pages_fit_together(client, ledger):
    pages = [ids(client.get_events(minmagnitude=2.5, limit=60, offset=offset)) for offset in range(1, 301, 60)]
    assert sum(pages, []) == ledger.ids({"minmagnitude": 2.5})[:300]


def test_every_value_of_every_event_is_the_one_of_the_ledger(client, ledger):
    events = dict(zip(ledger.ids(), client.get_events()))
    assert len(events) == len(ledger.events)
    for event in ledger.events:
        read = events[event.id]
        origin = read.preferred_origin()
        assert origin is not None and len(read.origins) == 1, event.id
        assert origin.time == instant(event.time)
        assert (origin.longitude, origin.latitude) == (event.lon, event.lat)
        # Metres in QuakeML.
        assert origin.depth == (None if event.depth is None else pytest.approx(event.depth * 1000, abs=1e-6))
        magnitude = read.preferred_magnitude()
        if event.mag is None:
            assert magnitude is None and not read.magnitudes, event.id
        else:
            assert magnitude.mag == event.mag
            assert (magnitude.magnitude_type or "").lower() == (event.magtype or "").lower()
            assert magnitude.origin_id in (None, origin.resource_id)
        assert event.region.lower() in (part.text.lower() for part in read.event_descriptions), event.id
        assert read.event_type in (event.type, None), event.id
        assert read.event_type == event.type or event.type not in TYPES, event.id
        assert origin.creation_info.agency_id == event.agency
        assert read.creation_info.creation_time == instant(event.updated)


def test_the_text_format_is_read_as_a_catalogue(client, ledger, tmp_path):
    file = tmp_path / "events.txt"
    client.get_events(format="text", minmagnitude=4, filename=str(file))
    text = file.read_text(encoding="utf-8")
    assert text.splitlines()[0] == (
        "#EventID|Time|Latitude|Longitude|Depth/km|Author|Catalog|Contributor|ContributorID|MagType|Magnitude|MagAuthor"
        "|EventLocationName|EventType"
    )
    expected = ledger.find({"minmagnitude": 4})
    read = read_events(io.StringIO(text), format="EVENTTXT")
    assert [event.origins[0].time for event in read] == [instant(event.time) for event in expected]
    assert [event.magnitudes[0].mag for event in read] == [event.mag for event in expected]
    assert [line.split("|")[0] for line in text.splitlines()[1:]] == [event.id for event in expected]
    assert all(line.count("|") == 13 for line in text.splitlines()), "no bar inside of a field"


@pytest.mark.parametrize("format", ["xml", "json", "geojson", "csv"])
def test_every_format_is_saved_to_a_file(client, tmp_path, format):
    file = tmp_path / "events"
    client.get_events(format=format, minmagnitude=5, filename=str(file))
    assert file.stat().st_size > 500


NOTHING = {
    "the_future": {"starttime": UTCDateTime("2100-01-01")},
    "the_past": {"endtime": UTCDateTime("1900-01-01")},
    "too_strong": {"minmagnitude": 9.9},
    "too_deep": {"mindepth": 900},
    "an_unknown_id": {"eventid": "19000101_0000001"},
    "an_unknown_catalogue": {"catalog": "NONE"},
    "another_contributor": {"contributor": "EMSC"},
    "no_such_kind_here": {"eventtype": "avalanche"},
    "beyond_the_end": {"offset": 1_000_000},
    "a_circle_without_events": {"latitude": -89.0, "longitude": 0.0, "maxradius": 0.5},
    "an_unknown_scale": {"magnitudetype": "zz"},
}


@pytest.mark.parametrize("query", NOTHING)
def test_no_data_is_its_own_exception(client, query):
    with pytest.raises(FDSNNoDataException):
        client.get_events(**NOTHING[query])


BAD = {
    "latitude": {"minlatitude": 91},
    "longitude": {"minlongitude": -181},
    "latitudes": {"minlatitude": 10, "maxlatitude": 5},
    "radius": {"latitude": 0, "longitude": 0, "maxradius": 181},
    "radii": {"latitude": 0, "longitude": 0, "minradius": 5, "maxradius": 4},
    "magnitudes": {"minmagnitude": 5, "maxmagnitude": 4},
    "depths": {"mindepth": 50, "maxdepth": 40},
    "times": {"starttime": UTCDateTime("2026-01-02"), "endtime": UTCDateTime("2026-01-01")},
    "limit": {"limit": -1},
    "offset": {"offset": 0},
    "order": {"orderby": "size"},
    "kind": {"eventtype": "dragon"},
    "id": {"eventid": "no/such id"},
    "format": {"format": "docx"},
}


@pytest.mark.parametrize("query", BAD)
def test_a_bad_request_is_its_own_exception_and_says_what_is_wrong(client, query):
    with pytest.raises(FDSNBadRequestException) as raised:
        client.get_events(**BAD[query])
    said = str(raised.value)
    assert "Error 400: Bad Request" in said
    assert any(name in said for name in BAD[query]), f"no parameter is named in: {said}"


def test_too_much_is_its_own_exception_and_names_the_limit(client):
    with pytest.raises(FDSNRequestTooLargeException) as raised:
        client.get_events(includeallorigins=True, includeallmagnitudes=True)
    said = str(raised.value)
    assert "Error 413" in said and "200" in said
