"""Random questions to the catalogue, always the same ones, about the events that are there."""

import random

import ledger as truth

SEED = 6
# A circle's edge is no closer to any event: the last digits of sines are not for comparing.
CLEAR = 1e-6

# How often a question bounds what, of those that an interface can express.
SHARES = {
    "starttime": 0.45,
    "endtime": 0.35,
    "minmagnitude": 0.35,
    "maxmagnitude": 0.25,
    "mindepth": 0.25,
    "maxdepth": 0.25,
    "box": 0.4,
    "circle": 0.3,
    "eventtype": 0.2,
    "magnitudetype": 0.15,
    "updatedafter": 0.2,
}
# What is smaller than it is large would have no answer, or an error for one.
PAIRS = (("starttime", "endtime"), ("minmagnitude", "maxmagnitude"), ("mindepth", "maxdepth"))


class Questions:
    """Questions to one interface: which bounds it can express, and whether it can order, limit and skip."""

    def __init__(self, ledger, bounds, orders=("time",), limit=True, offset=True):
        self.ledger, self.bounds, self.orders = ledger, bounds, orders
        self.limit, self.offset = limit, offset
        self.random = random.Random(SEED)

    def ask(self, count):
        """So many pairs of bounds and order."""
        return [self.question() for _ in range(count)]

    def question(self):
        chosen = [name for name in self.bounds if self.random.random() < SHARES[name]]
        # More than three at once leave nothing; a box and a circle seldom meet.
        chosen = self.random.sample(chosen, min(3, len(chosen)))
        if "box" in chosen and "circle" in chosen:
            chosen.remove(self.random.choice(("box", "circle")))
        bounds = {name: getattr(self, name.removeprefix("min").removeprefix("max"))() for name in sorted(chosen)}
        for low, high in PAIRS:
            if low in bounds and high in bounds and bounds[low] > bounds[high]:
                bounds[low], bounds[high] = bounds[high], bounds[low]
        return bounds, self.order()

    def order(self):
        order = {}
        if len(self.orders) > 1:
            order["orderby"] = self.random.choice(self.orders)
        if self.limit and self.random.random() < 0.6:
            order["limit"] = self.random.randint(1, 200)
        if self.offset and self.random.random() < 0.25:
            order["offset"] = self.random.randint(1, 60)
        return order

    def some(self, of=lambda event: True):
        return self.random.choice([event for event in self.ledger.events if of(event)])

    def near(self, value, spread, digits):
        """Mostly the very value of an event, where a bound that is not inclusive shows; else one beside it."""
        return value if self.random.random() < 0.7 else round(value + self.random.uniform(-spread, spread), digits)

    def starttime(self):
        return self.near(self.some().time, 3_600_000_000, None)

    endtime = starttime

    def updatedafter(self):
        return self.near(self.some().updated, 3_600_000_000, None)

    def magnitude(self):
        return self.near(self.some(lambda event: event.mag is not None).mag, 0.5, 2)

    def depth(self):
        return self.near(self.some(lambda event: event.depth is not None).depth, 5.0, 2)

    def box(self):
        one, other, edge = self.some(), self.some(), self.random.random()
        south, north = sorted((one.lat, other.lat))
        west, east = sorted((one.lon, other.lon))
        if edge < 0.25:
            # Across the date line.
            west, east = east, west
        elif edge < 0.35:
            south, north = -90.0, 90.0
        elif edge < 0.45:
            west, east = -180.0, 180.0
        return west, south, east, north

    def circle(self):
        while True:
            centre, other = self.some(), self.some()
            lon, lat = round(self.near(centre.lon, 2, 3), 3), round(self.near(centre.lat, 2, 3), 3)
            if not (-180 <= lon <= 180 and -90 <= lat <= 90):
                continue
            most = round(other.degrees_to(lon, lat) * self.random.choice((0.1, 0.5, 1.0)), 3)
            least = 0.0 if self.random.random() < 0.6 else round(most * self.random.random(), 3)
            distances = [event.degrees_to(lon, lat) for event in self.ledger.events]
            if all(abs(at - edge) > CLEAR for at in distances for edge in (least, most) if edge > 0):
                return lon, lat, least, most

    def eventtype(self):
        names = self.random.sample(sorted(truth.TYPES), self.random.randint(1, 3))
        # Most are earthquakes.
        return tuple(names if self.random.random() < 0.5 else {*names, "earthquake"})

    def magnitudetype(self):
        name = self.some(lambda event: event.mag is not None and event.magtype).magtype
        return self.random.choice((name, name.upper()))
