"""A gRPC client that knows an address and nothing else: services and messages are asked for by reflection."""

import grpc
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message_factory import GetMessageClass
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase

import ledger as truth

PATIENCE = 60
SERVICE = "quakewire.v1.Earthquakes"
PAGE = 300


class Reflected:
    """A service, by the name of its methods: `service.call("Get", id="…")`."""

    def __init__(self, url):
        # The same port as HTTP/1.1, without TLS.
        self.channel = grpc.insecure_channel(url.removeprefix("http://"))
        self.database = ProtoReflectionDescriptorDatabase(self.channel)
        self.pool = DescriptorPool(self.database)
        self.service = self.pool.FindServiceByName(SERVICE)

    def message(self, name, **fields):
        return GetMessageClass(self.pool.FindMessageTypeByName(f"quakewire.v1.{name}"))(**fields)

    def number(self, enum, name):
        return self.pool.FindEnumTypeByName(f"quakewire.v1.{enum}").values_by_name[name].number

    def call(self, method, request=None, **fields):
        described = self.service.methods_by_name[method]
        ask, answer = GetMessageClass(described.input_type), GetMessageClass(described.output_type)
        kind = self.channel.unary_stream if described.server_streaming else self.channel.unary_unary
        stub = kind(f"/{SERVICE}/{method}", ask.SerializeToString, answer.FromString)
        return stub(request or ask(**fields), timeout=PATIENCE)


def instant(microseconds):
    """As the fields of a Timestamp."""
    seconds, rest = divmod(microseconds, 1_000_000)
    return {"seconds": seconds, "nanos": rest * 1000}


def microseconds(timestamp):
    return timestamp.seconds * 1_000_000 + timestamp.nanos // 1000


class Listing:
    """The method `List`, asked as the other interfaces are."""

    name = "gRPC"
    bounds = tuple(bound for bound in truth.BOUNDS if bound != "magnitudetype")
    orders = tuple(truth.ORDERS)
    limit, offset = True, False

    NAMES = {
        "starttime": "since",
        "endtime": "until",
        "updatedafter": "updated_since",
        "minmagnitude": "min_magnitude",
        "maxmagnitude": "max_magnitude",
        "mindepth": "min_depth_km",
        "maxdepth": "max_depth_km",
    }
    ORDERS = {
        "time": "ORDER_NEWEST",
        "time-asc": "ORDER_OLDEST",
        "magnitude": "ORDER_LARGEST",
        "magnitude-asc": "ORDER_SMALLEST",
    }
    TYPES = {"induced or triggered event": "INDUCED", "mining explosion": "MINE_EXPLOSION"}

    def __init__(self, url):
        self.service = Reflected(url)

    def filter(self, bounds):
        fields = {}
        for name, value in bounds.items():
            if name == "box":
                fields["box"] = dict(zip(("west", "south", "east", "north"), value))
            elif name == "circle":
                fields["circle"] = dict(zip(("longitude", "latitude", "min_degrees", "max_degrees"), value))
            elif name == "eventtype":
                words = [self.TYPES.get(word, word.upper().replace(" ", "_")) for word in value]
                fields["event_types"] = [self.service.number("EventType", f"EVENT_TYPE_{word}") for word in words]
            elif name in ("starttime", "endtime", "updatedafter"):
                fields[self.NAMES[name]] = instant(value)
            else:
                fields[self.NAMES[name]] = value
        return fields

    def ask(self, bounds, order, _turn=0):
        limit = order.get("limit")
        request = self.service.message(
            "ListRequest",
            filter=self.filter(bounds),
            order=self.service.number("Order", self.ORDERS[order.get("orderby", "time")]),
            # Small limits as pages of that size, so that pages are turned; the rest in larger ones.
            page_size=PAGE if limit is None else max(1, limit // 3),
        )
        ids = []
        while True:
            answer = self.service.call("List", request)
            assert len(answer.earthquakes) <= request.page_size
            ids += [earthquake.id for earthquake in answer.earthquakes]
            if not answer.next_page_token or (limit is not None and len(ids) >= limit):
                return ids[:limit]
            request.page_token = answer.next_page_token
