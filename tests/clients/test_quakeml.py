"""Every event of the week as QuakeML, against both schemas of QuakeML 1.2 as ObsPy brings them."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import obspy
import pytest
import requests
from lxml import etree

from interfaces import BED, quakeml_ids

SCHEMAS = Path(obspy.__file__).parent / "io" / "quakeml" / "data"
# Of `ResourceReference` in QuakeML-BED-1.2: a second colon is none of it.
REFERENCE = re.compile(r"(smi|quakeml):[\w\d][\w\d\-.*()_~']{2,}/[\w\d\-.*()+?_~'=,;#/&]+")


@pytest.fixture(scope="module")
def relax_ng():
    return etree.RelaxNG(etree.parse(SCHEMAS / "QuakeML-1.2.rng"))


@pytest.fixture(scope="module")
def xml_schema():
    return etree.XMLSchema(etree.parse(SCHEMAS / "QuakeML-1.2.xsd"))


def query(url, **parameters):
    answer = requests.get(f"{url}/fdsnws/event/1/query", params=parameters, timeout=60)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].split(";")[0] == "application/xml"
    return answer.content


@pytest.fixture(scope="module")
def week(url):
    return query(url)


def complaints(schema, document):
    return [] if schema.validate(document) else [str(error) for error in schema.error_log][:5]


def test_the_schemas_notice_what_is_wrong(relax_ng, xml_schema, week):
    spoilt = etree.fromstring(week.replace(b"<latitude>", b"<breadth>").replace(b"</latitude>", b"</breadth>"))
    assert complaints(relax_ng, spoilt) and complaints(xml_schema, spoilt)


def test_the_week_in_one_document_is_valid(relax_ng, xml_schema, week, ledger):
    document = etree.fromstring(week)
    assert complaints(relax_ng, document) == []
    assert complaints(xml_schema, document) == []
    assert sorted(quakeml_ids(week)) == sorted(ledger.features)


def test_each_event_in_a_document_of_its_own_is_valid(relax_ng, xml_schema, url, ledger):
    fetch = lambda id: (id, query(url, eventid=id))
    with ThreadPoolExecutor(3) as pool:
        for id, content in pool.map(fetch, ledger.features):
            document = etree.fromstring(content)
            assert quakeml_ids(content) == [id]
            assert (complaints(relax_ng, document), complaints(xml_schema, document)) == ([], []), id


def test_ids_are_references_of_their_own_and_what_is_preferred_is_there(week):
    document = etree.fromstring(week)
    ids = [element.get("publicID") for element in document.iter() if element.get("publicID")]
    assert len(set(ids)) == len(ids)
    assert [id for id in ids if not REFERENCE.fullmatch(id)] == []
    for event in document.iter(f"{BED}event"):
        own = {child.get("publicID") for child in event}
        assert {event.findtext(f"{BED}preferredOriginID")} <= own
        # An event whose magnitude is not yet known has none.
        assert {event.findtext(f"{BED}preferredMagnitudeID")} <= own | {None}


def test_ids_stay_the_same_from_one_answer_to_the_next(url, week):
    ids = lambda content: [element.get("publicID") for element in etree.fromstring(content).iter(f"{BED}origin", f"{BED}magnitude")]
    assert ids(query(url, format="quakeml")) == ids(week)


def test_all_revisions_of_an_event_are_valid_and_the_preferred_ones_among_them(relax_ng, xml_schema, url):
    # As many as one answer may have; some of them were revised.
    document = etree.fromstring(query(url, includeallorigins="true", includeallmagnitudes="true", limit=200))
    assert (complaints(relax_ng, document), complaints(xml_schema, document)) == ([], [])
    revised = 0
    for event in document.iter(f"{BED}event"):
        origins = [origin.get("publicID") for origin in event.iter(f"{BED}origin")]
        assert event.findtext(f"{BED}preferredOriginID") in origins and len(set(origins)) == len(origins)
        revised += len(origins) > 1
    assert revised > 0
