"""The truth that answers are compared with: the latest report of each event in the table, and a filter without wit."""

import json
import math
from dataclasses import dataclass
from datetime import datetime, timezone

# What QuakeML calls the codes that EMSC sends. All others are `other event`.
TYPES = {
    "earthquake": ("ke", "se", "de", "fe"),
    "rock burst": ("kr", "sr"),
    "induced or triggered event": ("ki", "si"),
    "mining explosion": ("km", "sm"),
    "quarry blast": ("qb", "sqb"),
    "explosion": ("kh", "sh", "kx", "sx", "cb", "scb", "ex"),
    "nuclear explosion": ("kn", "sn"),
    "landslide": ("ls",),
    "sonic boom": ("sb",),
}
TYPE_OF_CODE = {code: name for name, codes in TYPES.items() for code in codes}


def microseconds(text):
    """`2026-11-20T12:34:56.7Z` in microseconds since 1970; whole numbers, because floats round."""
    moment, _, fraction = text.removesuffix("Z").partition(".")
    seconds = int(datetime.fromisoformat(moment).replace(tzinfo=timezone.utc).timestamp())
    assert len(fraction) <= 6, f"finer than a microsecond: {text}"
    return seconds * 1_000_000 + int(fraction.ljust(6, "0"))


def written(instant):
    """Microseconds since 1970 as FDSN writes an instant: six digits, and no `Z`."""
    seconds, rest = divmod(instant, 1_000_000)
    return f"{datetime.fromtimestamp(seconds, timezone.utc):%Y-%m-%dT%H:%M:%S}.{rest:06}"


def degrees_between(lon, lat, other_lon, other_lat):
    """Along a great circle of a sphere."""
    a, b = math.radians(lat), math.radians(other_lat)
    chord = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return math.degrees(2 * math.asin(min(1.0, math.sqrt(chord))))


@dataclass(frozen=True)
class Event:
    """An event: times in microseconds since 1970, degrees, kilometres below the sea."""

    id: str
    time: int
    updated: int
    lon: float
    lat: float
    depth: float | None
    mag: float | None
    magtype: str | None
    type: str
    region: str
    agency: str
    catalog: str

    @classmethod
    def of(cls, feature):
        p = feature["properties"]
        return cls(
            id=p["unid"],
            time=microseconds(p["time"]),
            updated=microseconds(p["lastupdate"]),
            lon=p["lon"],
            lat=p["lat"],
            depth=p["depth"],
            mag=p["mag"],
            magtype=p["magtype"],
            type=TYPE_OF_CODE.get(p["evtype"], "other event"),
            region=p["flynn_region"],
            agency=p["auth"],
            catalog=p["source_catalog"],
        )

    def degrees_to(self, lon, lat):
        return degrees_between(lon, lat, self.lon, self.lat)


# What each bound asks of an event. Bounds are inclusive, and what is unknown meets none.
BOUNDS = {
    "starttime": lambda event, at: event.time >= at,
    "endtime": lambda event, at: event.time <= at,
    "updatedafter": lambda event, at: event.updated >= at,
    "minmagnitude": lambda event, least: event.mag is not None and event.mag >= least,
    "maxmagnitude": lambda event, most: event.mag is not None and event.mag <= most,
    "magnitudetype": lambda event, name: event.mag is not None and (event.magtype or "").lower() == name.lower(),
    "mindepth": lambda event, least: event.depth is not None and event.depth >= least,
    "maxdepth": lambda event, most: event.depth is not None and event.depth <= most,
    "eventtype": lambda event, names: event.type in names,
    # West, south, east, north; west beyond east crosses the date line.
    "box": lambda event, box: in_box(event, *box),
    # Longitude, latitude, and least and greatest distance in degrees.
    "circle": lambda event, ring: ring[2] <= event.degrees_to(ring[0], ring[1]) <= ring[3],
}


def in_box(event, west, south, east, north):
    across = west <= event.lon <= east if west <= east else event.lon >= west or event.lon <= east
    return across and south <= event.lat <= north


# Where two are equal, the later one comes first, and of two of one moment the one with the greater id. Those without
# a magnitude are smaller than all others.
ORDERS = {
    "time": lambda events: sorted(events, key=lambda e: (e.time, e.id), reverse=True),
    "time-asc": lambda events: sorted(events, key=lambda e: (e.time, e.id)),
    "magnitude": lambda events: sorted(ORDERS["time"](events), key=size, reverse=True),
    "magnitude-asc": lambda events: sorted(ORDERS["time"](events), key=size),
}


def size(event):
    return (event.mag is not None, event.mag or 0.0)


class Ledger:
    """All events."""

    def __init__(self, features):
        self.features = {feature["id"]: feature for feature in features}
        self.events = [Event.of(feature) for feature in features]
        assert len(self.features) == len(self.events), "an event stands there twice"

    @classmethod
    def read(cls, path):
        with open(path, encoding="utf-8") as lines:
            return cls([json.loads(line) for line in lines])

    def find(self, bounds, orderby="time", limit=None, offset=1):
        """The events within all bounds, in their order; `offset` counts from 1, as FDSN does."""
        found = [event for event in self.events if all(BOUNDS[name](event, value) for name, value in bounds.items())]
        return ORDERS[orderby](found)[offset - 1 :][:limit]

    def ids(self, bounds=None, **order):
        return [event.id for event in self.find(bounds or {}, **order)]
