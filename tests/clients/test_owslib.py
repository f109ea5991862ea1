"""OWSLib's client for OGC API Features: from the landing page to each item, by links alone."""

import random

import pytest
from owslib.ogcapi.features import Features

from ledger import written


@pytest.fixture(scope="module")
def service(url):
    return Features(f"{url}/ogc")


def ids(page):
    return [feature["id"] for feature in page["features"]]


def test_the_landing_page_leads_everywhere(service):
    links = {link["rel"]: link for link in service.links}
    assert {"self", "service-desc", "conformance", "data"} <= links.keys()
    # QGIS refuses a landing page without these two types.
    assert links["service-desc"]["type"] == "application/vnd.oai.openapi+json;version=3.0"
    assert links["data"]["type"] == "application/json"


def test_it_conforms_to_the_core_and_to_geojson(service):
    classes = service.conformance()["conformsTo"]
    for name in ("core", "geojson", "oas30"):
        assert f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}" in classes


def test_its_description_is_openapi_3_0(service):
    document = service.api()
    assert document["openapi"].startswith("3.0.")
    assert "/collections/{collectionId}/items" in document["paths"] or "/collections/earthquakes/items" in document["paths"]


def test_the_one_collection_is_of_features(service, ledger):
    assert service.feature_collections() == ["earthquakes"]
    collection = service.collection("earthquakes")
    box = collection["extent"]["spatial"]["bbox"][0]
    west, south, east, north = box if len(box) == 4 else (*box[:2], *box[3:5])
    assert -180 <= west <= east <= 180 and -90 <= south <= north <= 90
    assert any(link["rel"] == "items" for link in collection["links"])


def test_all_items_by_pages(service, ledger):
    found, page = [], service.collection_items("earthquakes", limit=500)
    while True:
        found += ids(page)
        following = [link["href"] for link in page["links"] if link["rel"] == "next"]
        if not following:
            break
        page = service._request(path=following[0].split("/ogc/", 1)[1])
    assert len(found) == page["numberMatched"]
    assert sorted(found) == sorted(ledger.features)


def test_items_in_a_box(service, ledger):
    box = [-160.0, 50.0, -140.0, 70.0]
    page = service.collection_items("earthquakes", bbox=box, limit=1000)
    assert sorted(ids(page)) == sorted(ledger.ids({"box": box}))


def test_items_across_the_date_line(service, ledger):
    box = [170.0, -60.0, -170.0, 60.0]
    assert ledger.ids({"box": box})
    assert sorted(ids(service.collection_items("earthquakes", bbox=box, limit=1000))) == sorted(ledger.ids({"box": box}))


def test_items_in_a_box_with_heights(service, ledger):
    """Heights are above the sea: depths with the other sign, and in metres, as of the reference system CRS84h."""
    west, south, east, north = -180.0, -90.0, 180.0, 90.0
    page = service.collection_items("earthquakes", bbox=[west, south, -700_000, east, north, -100_000], limit=1000)
    assert sorted(ids(page)) == sorted(ledger.ids({"mindepth": 100, "maxdepth": 700}))


@pytest.mark.parametrize("shape", ["{0}Z/{1}Z", "{0}Z/..", "../{1}Z", "{0}Z/", "/{1}Z"])
def test_items_of_a_time(service, ledger, shape):
    early, late = sorted(event.time for event in random.Random(3).sample(ledger.events, 2))
    page = service.collection_items("earthquakes", datetime_=shape.format(written(early), written(late)), limit=1000)
    bounds = {}
    if "{0}" in shape:
        bounds["starttime"] = early
    if "{1}" in shape:
        bounds["endtime"] = late
    expected = ledger.ids(bounds)
    assert ids(page) == expected[:1000]
    assert page.get("numberMatched", len(expected)) == len(expected)


def test_items_of_an_instant(service, ledger):
    event = ledger.events[11]
    page = service.collection_items("earthquakes", datetime_=written(event.time) + "Z")
    assert sorted(ids(page)) == sorted(ledger.ids({"starttime": event.time, "endtime": event.time}))


def test_an_item_by_its_id(service, ledger):
    event = ledger.events[5]
    item = service.collection_item("earthquakes", event.id)
    assert item["id"] == event.id and item["type"] == "Feature"
    assert item["geometry"]["coordinates"][:2] == [event.lon, event.lat]
    assert any(link["rel"] == "collection" for link in item["links"])


@pytest.mark.parametrize(
    "asked", [{"bbox": [1, 2, 3]}, {"bbox": [0, 91, 1, 92]}, {"datetime_": "yesterday"}, {"limit": 0}, {"limit": -1}, {"colour": "red"}]
)
def test_what_makes_no_sense_is_refused(service, asked):
    with pytest.raises(RuntimeError) as raised:
        service.collection_items("earthquakes", **asked)
    assert "400" in str(raised.value) or next(iter(asked)).removesuffix("_") in str(raised.value)


def test_what_is_not_there_is_not_found(service):
    with pytest.raises(RuntimeError):
        service.collection_item("earthquakes", "19000101_0000001")
    with pytest.raises(RuntimeError):
        service.collection("volcanoes")
