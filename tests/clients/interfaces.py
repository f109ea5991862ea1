"""How each interface is asked a question, and which events are in its answer."""

import csv
import http.client
import io
import json
import re
import time
import urllib.parse

import requests
from lxml import etree

import ledger as truth

# Long, because a test shares the machine with others.
PATIENCE = 60
# In seconds; a stream that has more to tell says it at once.
MOMENT = 0.2
FDSN_NAMES = ("starttime", "endtime", "minmagnitude", "maxmagnitude", "mindepth", "maxdepth")
FDSN_ALIASES = {
    "starttime": "start",
    "endtime": "end",
    "minmagnitude": "minmag",
    "maxmagnitude": "maxmag",
    "magnitudetype": "magtype",
    "minlatitude": "minlat",
    "maxlatitude": "maxlat",
    "minlongitude": "minlon",
    "maxlongitude": "maxlon",
    "latitude": "lat",
    "longitude": "lon",
}
BED = "{http://quakeml.org/xmlns/bed/1.2}"


def decimal(value):
    """A number without an exponent, which FDSN does not know."""
    text = repr(value)
    return text if "e" not in text else f"{value:.12f}"


class Interface:
    """One that can be asked over HTTP. `bounds` are what it can express."""

    bounds = tuple(truth.BOUNDS)
    orders = tuple(truth.ORDERS)
    limit = offset = True

    def __init__(self, url):
        self.url = url
        self.session = requests.Session()
        # More at once than tests ask.
        self.session.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=8))

    def get(self, path, parameters=None, **headers):
        whole = path if path.startswith("http") else self.url + path
        return self.session.get(whole, params=parameters, headers=headers, timeout=PATIENCE)


class Fdsn(Interface):
    """fdsnws-event, in each of its formats by turns, and by turns with names and with aliases."""

    name = "FDSN"
    readers = {
        "xml": lambda answer: quakeml_ids(answer.content),
        "text": lambda answer: [line.split("|")[0] for line in lines(answer) if not line.startswith("#")],
        "json": lambda answer: [feature["id"] for feature in features(answer)],
        "geojson": lambda answer: [unid(feature["id"]) for feature in features(answer)],
        "csv": lambda answer: csv_ids(answer.text),
    }

    def ask(self, bounds, order, turn=0):
        format = list(self.readers)[turn % len(self.readers)]
        parameters = {**fdsn_parameters(bounds), **order, "format": format}
        if turn % 2:
            parameters = {FDSN_ALIASES.get(name, name): value for name, value in parameters.items()}
        answer = self.get("/fdsnws/event/1/query", parameters)
        if answer.status_code == 204:
            assert answer.content == b"", "204 has no body"
            return []
        assert answer.status_code == 200, f"{answer.status_code} {answer.text}"
        return self.readers[format](answer)


def fdsn_parameters(bounds):
    """Bounds in FDSN's words. What is the default anyway is left out."""
    said = {}
    for name, value in bounds.items():
        if name in ("starttime", "endtime", "updatedafter"):
            said[name] = truth.written(value)
        elif name == "box":
            edges = zip(("minlongitude", "minlatitude", "maxlongitude", "maxlatitude"), value, (-180, -90, 180, 90))
            said |= {edge: decimal(degrees) for edge, degrees, default in edges if degrees != default}
        elif name == "circle":
            around = zip(("longitude", "latitude", "minradius", "maxradius"), value)
            said |= {edge: decimal(degrees) for edge, degrees in around}
        elif name == "eventtype":
            said[name] = ",".join(value)
        else:
            said[name] = value if isinstance(value, str) else decimal(value)
    return said


def lines(answer):
    return answer.content.decode("utf-8").splitlines()


def features(answer):
    return answer.json()["features"]


def quakeml_ids(content):
    """The last part of each event's publicID."""
    events = etree.fromstring(content).iter(f"{BED}event")
    return [event.get("publicID").rsplit("/", 1)[1] for event in events]


def csv_ids(text):
    return [unid(row["id"]) for row in csv.DictReader(io.StringIO(text))]


def unid(id):
    """What is left of an identifier in USGS's manner, or of an entry of Atom, without the network in front of it."""
    return re.search(r"\d{8}_\d{7}$", id).group()


class Features(Interface):
    """OGC API Features, page by page."""

    name = "OGC API Features"
    bounds = ("starttime", "endtime", "box")
    orders = ("time",)
    offset = False

    def ask(self, bounds, order, _turn=0):
        parameters = {}
        if "starttime" in bounds or "endtime" in bounds:
            moments = [truth.written(bounds[name]) + "Z" if name in bounds else ".." for name in ("starttime", "endtime")]
            parameters["datetime"] = "/".join(moments)
        if "box" in bounds:
            parameters["bbox"] = ",".join(map(decimal, bounds["box"]))
        # The pages together are the whole answer, however small they are.
        parameters["limit"] = max(order.get("limit", 1000), 25)
        page = self.get("/ogc/collections/earthquakes/items", parameters)
        ids = []
        while True:
            assert page.status_code == 200, f"{page.status_code} {page.text}"
            said = page.json()
            ids += [feature["id"] for feature in said["features"]]
            assert said["numberReturned"] == len(said["features"]) <= parameters["limit"]
            following = [link["href"] for link in said["links"] if link["rel"] == "next"]
            if not following:
                # Counted by then; before, it would have to be looked for.
                assert said["numberMatched"] == len(ids)
                return ids[: order.get("limit")]
            page = self.get(following[0])


class Window(Interface):
    """Our own `/api/events`."""

    name = "/api/events"
    bounds = (*FDSN_NAMES, "box")
    orders = ("time",)
    offset = False

    def ask(self, bounds, order, _turn=0):
        names = {"starttime": "since", "endtime": "until"}
        plain = {name: value for name, value in bounds.items() if name != "box"}
        parameters = {names.get(name, name): value for name, value in fdsn_parameters(plain).items()}
        if "box" in bounds:
            parameters["bbox"] = ",".join(map(decimal, bounds["box"]))
        answer = self.get("/api/events", parameters | order)
        assert answer.status_code == 200, f"{answer.status_code} {answer.text}"
        return [feature["id"] for feature in features(answer)]


class Replay(Interface):
    """`/events` as lines of JSON, from the beginning of the week on: every report by itself, in the order of recording."""

    name = "/events"
    bounds = ("minmagnitude", "maxmagnitude", "mindepth", "maxdepth", "box")
    orders = ("time",)
    limit = offset = False

    def __init__(self, url, ledger):
        super().__init__(url)
        self.latest = {(event.id, event.updated // 1000) for event in ledger.events}
        self.since = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 9 * 86_400))

    def ask(self, bounds, order, _turn=0, enough=()):
        """The ids of the latest reports that are told until there are `enough`, and for a moment longer."""
        parameters = fdsn_parameters({name: value for name, value in bounds.items() if name != "box"})
        if "box" in bounds:
            parameters["bbox"] = ",".join(map(decimal, bounds["box"]))
        connection = http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=PATIENCE)
        query = urllib.parse.urlencode(parameters | {"since": self.since})
        connection.request("GET", f"/events?{query}", headers={"Accept": "application/x-ndjson"})
        answer = connection.getresponse()
        assert answer.status == 200, answer.read()
        assert answer.headers["content-type"] == "application/x-ndjson"
        told, waiting, unread = [], set(enough), b""
        # The stream goes on for ever: after the last one that is expected, a moment without a word is its end.
        socket = connection.sock or answer.fp.raw._sock
        while True:
            socket.settimeout(PATIENCE if waiting else MOMENT)
            try:
                read = answer.read1(1 << 16)
            except TimeoutError:
                assert not waiting, f"waited {PATIENCE} s for {sorted(waiting)[:3]} and others"
                break
            *lines, unread = (unread + read).split(b"\n")
            for line in filter(None, lines):
                report = json.loads(line)
                if (report["id"], report["updated"]) in self.latest:
                    told.append(report["id"])
                    waiting.discard(report["id"])
        connection.close()
        return told
