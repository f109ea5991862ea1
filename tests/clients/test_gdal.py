"""GDAL, and so QGIS: feeds and answers of ours opened by their address as layers, and the OGC collection by its driver."""

import struct
import time

import numpy
import pyogrio
import pytest

WEEK = "earthquakes/feed/v1.0/summary/all_week"


def read(address, **options):
    """Names of the columns, columns, and points as (longitude, latitude, third or None)."""
    meta, _, shapes, columns = pyogrio.raw.read(address, **options)
    return dict(zip(meta["fields"], columns)), [point(shape) for shape in shapes]


def point(shape):
    """A point in well-known binary, of two dimensions or three; 1001 and the high bit both mean three."""
    order = "<" if shape[0] == 1 else ">"
    kind = struct.unpack_from(f"{order}I", shape, 1)[0]
    assert kind in (1, 1001, 0x80000001), kind
    values = struct.unpack_from(f"{order}{2 if kind == 1 else 3}d", shape, 5)
    return values if len(values) == 3 else (*values, None)


def flat(points):
    return sorted((x, y) for x, y, _ in points)


def epicentres(events):
    return sorted((event.lon, event.lat) for event in events)


@pytest.fixture(scope="module")
def week(ledger):
    """What a feed of the last week holds; the oldest may leave it while this runs."""
    oldest = (time.time() - 7 * 86_400 + 600) * 1e6
    return [event for event in ledger.events if event.time >= oldest]


def same(found, expected, ledger):
    """All of the expected and nothing that is not in the ledger."""
    return set(expected) <= set(found) <= set(epicentres(ledger.events)) and len(found) >= len(expected)


# By the driver's own client, as `ogr2ogr` does; as a stream; and in ranges, as QGIS and GeoPandas open what is remote.
@pytest.mark.parametrize("way", ["GeoJSON:", "/vsicurl_streaming/", "/vsicurl/"])
def test_a_feed_in_geojson_is_a_layer(url, ledger, week, way):
    columns, points = read(f"{way}{url}/{WEEK}.geojson")
    assert same(flat(points), epicentres(week), ledger)
    assert {"mag", "place", "time", "updated", "url", "status", "tsunami", "sig", "type", "title"} <= columns.keys()
    assert numpy.nanmax(columns["mag"]) == max(event.mag for event in week if event.mag is not None)


def test_the_depth_of_a_feed_is_positive_downwards(url, ledger):
    columns, points = read(f"GeoJSON:{url}/{WEEK}.geojson")
    depths = {event.id: event.depth for event in ledger.events}
    for code, (_, _, z) in zip(columns["code"], points):
        # A layer has three dimensions or two: beside others, a point without a third gets 0.
        assert z == depths[code] or depths[code] is None


@pytest.mark.parametrize("way", ["/vsicurl_streaming/", "/vsicurl/"])
def test_a_feed_in_atom_is_a_layer(url, ledger, week, way):
    columns, points = read(f"{way}{url}/{WEEK}.atom")
    assert same(flat(points), epicentres(week), ledger)
    assert {"id", "title", "updated"} <= columns.keys()
    assert all(title.startswith("M ") for title in columns["title"])


def test_a_feed_in_csv_is_a_layer_with_places(url, ledger, week):
    options = {"X_POSSIBLE_NAMES": "longitude", "Y_POSSIBLE_NAMES": "latitude", "AUTODETECT_TYPE": "YES"}
    _, points = read(f"/vsicurl_streaming/{url}/{WEEK}.csv", **options)
    assert same(flat(points), epicentres(week), ledger)


@pytest.mark.parametrize("format", ["geojson", "json"])
def test_an_fdsn_answer_is_a_layer(url, ledger, format):
    # As text: pyogrio cannot take a fraction of .9995 and more, which EMSC's `lastupdate` may have.
    address = f"GeoJSON:{url}/fdsnws/event/1/query?format={format}&minmagnitude=4"
    columns, points = read(address, datetime_as_string=True)
    expected = ledger.find({"minmagnitude": 4})
    assert flat(points) == epicentres(expected)
    assert sorted(columns["mag"]) == sorted(event.mag for event in expected)
    # EMSC's has it upwards, as altitudes are.
    sign = -1 if format == "json" else 1
    assert sorted(z for _, _, z in points) == pytest.approx(sorted(sign * event.depth for event in expected))


def test_the_collection_is_found_by_the_landing_page(url):
    assert [name for name, _ in pyogrio.list_layers(f"OAPIF:{url}/ogc")] == ["earthquakes"]


def test_the_whole_collection_is_read_page_by_page(url, ledger):
    columns, points = read(f"OAPIF:{url}/ogc", layer="earthquakes", PAGE_SIZE="100")
    assert flat(points) == epicentres(ledger.events)
    assert len(columns) > 3


def test_the_collection_is_asked_for_a_box(url, ledger):
    box = (-125.0, 32.0, -114.0, 42.0)
    _, points = read(f"OAPIF:{url}/ogc", layer="earthquakes", bbox=box)
    assert flat(points) == epicentres(ledger.find({"box": box}))


def test_the_collection_has_an_extent_and_a_reference_system(url, ledger):
    info = pyogrio.read_info(f"OAPIF:{url}/ogc", layer="earthquakes")
    assert info["crs"] in ("EPSG:4326", "OGC:CRS84", "EPSG:4979", "OGC:CRS84h") and info["geometry_type"].startswith("Point")
    west, south, east, north = info["total_bounds"]
    assert west <= min(event.lon for event in ledger.events) and east >= max(event.lon for event in ledger.events)
    assert south <= min(event.lat for event in ledger.events) and north >= max(event.lat for event in ledger.events)


def test_a_single_item_is_a_layer_of_one(url, ledger):
    event = ledger.events[7]
    _, points = read(f"GeoJSON:{url}/ogc/collections/earthquakes/items/{event.id}")
    assert flat(points) == [(event.lon, event.lat)]
