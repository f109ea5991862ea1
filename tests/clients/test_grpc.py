"""gRPC by reflection, as grpcurl does it, on the port of the website."""

import time

import grpc
import pytest
import requests
from grpc_health.v1 import health_pb2, health_pb2_grpc

from feed import Feed
from reflected import PATIENCE, SERVICE, Listing, Reflected, instant, microseconds


@pytest.fixture(scope="module")
def service(url):
    return Reflected(url)


@pytest.fixture(scope="module")
def live(live_url):
    return Reflected(live_url)


@pytest.fixture(scope="module")
def feed(live_feed):
    return Feed(live_feed)


def changes(stream):
    """The changes of a watch, without its signs of life."""
    for message in stream:
        if message.WhichOneof("event") == "change":
            yield message.change


def test_reflection_tells_of_the_services_and_their_methods(service):
    assert {SERVICE, "grpc.health.v1.Health"} <= set(service.database.get_services())
    assert {method.name: method.server_streaming for method in service.service.methods} == {
        "Watch": True,
        "List": False,
        "Get": False,
    }


@pytest.mark.parametrize("version", ["v1", "v1alpha"])
def test_reflection_is_there_in_the_version_that_grpcurl_asks_first_and_in_the_older_one(service, version):
    """The messages of both are the same; only the name of the service differs."""
    from grpc_reflection.v1alpha import reflection_pb2 as messages

    call = service.channel.stream_stream(
        f"/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo",
        messages.ServerReflectionRequest.SerializeToString,
        messages.ServerReflectionResponse.FromString,
    )
    answer = next(call(iter([messages.ServerReflectionRequest(list_services="")]), timeout=PATIENCE))
    assert SERVICE in [listed.name for listed in answer.list_services_response.service]


@pytest.mark.parametrize("name", ["", SERVICE])
def test_it_is_well(service, name):
    health = health_pb2_grpc.HealthStub(service.channel)
    assert health.Check(health_pb2.HealthCheckRequest(service=name), timeout=PATIENCE).status == 1


def test_the_health_of_what_it_does_not_have_is_not_found(service):
    health = health_pb2_grpc.HealthStub(service.channel)
    with pytest.raises(grpc.RpcError) as raised:
        health.Check(health_pb2.HealthCheckRequest(service="volcanoes"), timeout=PATIENCE)
    assert raised.value.code() == grpc.StatusCode.NOT_FOUND


def test_the_website_is_on_the_same_port(url):
    assert requests.get(f"{url}/healthz", timeout=PATIENCE).status_code == 200


def test_list_gives_every_value_of_every_event(url, service, ledger):
    request = service.message("ListRequest", page_size=1000)
    found = {}
    while True:
        answer = service.call("List", request)
        found |= {earthquake.id: earthquake for earthquake in answer.earthquakes}
        if not answer.next_page_token:
            break
        request.page_token = answer.next_page_token
    assert found.keys() == ledger.features.keys()
    for event in ledger.events:
        read = found[event.id]
        optional = lambda name: getattr(read, name) if read.HasField(name) else None
        assert (microseconds(read.time), microseconds(read.updated)) == (event.time, event.updated)
        assert (read.longitude, read.latitude, optional("depth_km")) == (event.lon, event.lat, event.depth)
        assert (optional("magnitude"), optional("magnitude_type")) == (event.mag, event.magtype)
        assert (read.region, read.agency, read.catalog) == (event.region, event.agency, event.catalog)
        assert read.simulated


def test_get_tells_all_that_was_said_of_one(service, ledger):
    for event in ledger.events[:20]:
        answer = service.call("Get", id=event.id)
        assert answer.latest.id == event.id
        assert answer.revisions[-1] == answer.latest


@pytest.mark.parametrize(
    ("method", "fields", "code"),
    [
        ("Get", {"id": "19000101_0000001"}, "NOT_FOUND"),
        ("Get", {"id": ""}, "INVALID_ARGUMENT"),
        ("Get", {"id": "no/such id"}, "INVALID_ARGUMENT"),
        ("List", {"page_size": 1001}, "INVALID_ARGUMENT"),
        ("List", {"page_token": "rubbish"}, "INVALID_ARGUMENT"),
        ("List", {"order": 99}, "INVALID_ARGUMENT"),
        ("List", {"filter": {"min_magnitude": 5, "max_magnitude": 4}}, "INVALID_ARGUMENT"),
        ("List", {"filter": {"min_magnitude": float("nan")}}, "INVALID_ARGUMENT"),
        ("List", {"filter": {"box": {"west": 0, "south": 10, "east": 1, "north": 5}}}, "INVALID_ARGUMENT"),
        ("List", {"filter": {"circle": {"longitude": 0, "latitude": 91, "max_degrees": 5}}}, "INVALID_ARGUMENT"),
        ("List", {"filter": {"since": {"seconds": 1, "nanos": -1}}}, "INVALID_ARGUMENT"),
        ("Watch", {"resume_token": "rubbish"}, "INVALID_ARGUMENT"),
        ("Watch", {"filter": {"event_types": [0]}}, "INVALID_ARGUMENT"),
    ],
)
def test_what_makes_no_sense_has_the_status_that_says_so(service, method, fields, code):
    with pytest.raises(grpc.RpcError) as raised:
        answer = service.call(method, **fields)
        if method == "Watch":
            next(answer)
    assert raised.value.code() == grpc.StatusCode[code]
    assert raised.value.details()


def test_watch_tells_what_happens_from_the_token_of_a_list_on(live, feed):
    token = live.call("List", page_size=1).resume_token
    sent = [feed.emit(region=f"GRPC {n}")["data"]["id"] for n in range(10)]
    stream, heard = live.call("Watch", resume_token=token), []
    for change in changes(stream):
        assert change.resume_token and change.revision == 1
        if change.earthquake.region.startswith("GRPC "):
            heard.append(change.earthquake.id)
        if len(heard) == len(sent):
            break
    stream.cancel()
    assert sorted(heard) == sorted(sent)


def test_watch_goes_on_after_its_last_token_and_repeats_nothing(live, feed):
    token, heard = live.call("List", page_size=1).resume_token, []
    for n in range(3):
        feed.emit(region=f"RESUMED {n}")
        stream = live.call("Watch", resume_token=token)
        for change in changes(stream):
            token = change.resume_token
            if change.earthquake.region.startswith("RESUMED "):
                heard.append(change.earthquake.region)
                break
        stream.cancel()
    assert heard == ["RESUMED 0", "RESUMED 1", "RESUMED 2"]


def test_watch_keeps_to_its_filter(live, feed):
    token = live.call("List", page_size=1).resume_token
    for n in range(20):
        feed.emit(region="FILTERED", mag=n / 4, lon=-170.0 if n % 2 else 10.0, lat=0.0)
    bounds = {"min_magnitude": 2.0, "box": {"west": 160.0, "south": -1.0, "east": -160.0, "north": 1.0}}
    stream, heard = live.call("Watch", resume_token=token, filter=bounds), []
    for change in changes(stream):
        if change.earthquake.region == "FILTERED":
            heard.append(change.earthquake.magnitude)
        if len(heard) == 6:
            break
    stream.cancel()
    assert sorted(heard) == [n / 4 for n in range(20) if n % 2 and n / 4 >= 2.0]


def test_watch_begins_with_what_was_recorded_since_a_moment(url, service, ledger):
    since = instant(int((time.time() - 9 * 86_400) * 1e6))
    bounds = Listing(url).filter({"minmagnitude": 4.0})
    stream, waiting = service.call("Watch", recorded_since=since, filter=bounds), set(ledger.ids({"minmagnitude": 4.0}))
    for change in changes(stream):
        waiting.discard(change.earthquake.id)
        if not waiting:
            break
    stream.cancel()
    assert not waiting


def test_a_watch_says_at_once_where_it_begins(service):
    began = time.monotonic()
    stream = service.call("Watch")
    assert next(stream).WhichOneof("event") == "heartbeat"
    stream.cancel()
    assert time.monotonic() - began < 5
