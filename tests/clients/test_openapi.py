"""Schemathesis: whatever the OpenAPI document allows is asked, and some of what it does not allow. Every answer must be
one that the document tells of, and none a server error."""

import json
import subprocess
import sys

import pytest
import requests

# A bound for a test of minutes; the same seed gives the same questions.
EXAMPLES = 60
SEED = 6


@pytest.fixture(scope="module")
def document(url):
    answer = requests.get(f"{url}/openapi.json", timeout=30)
    assert answer.status_code == 200
    return answer.json()


def operations(document):
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method in ("get", "head", "post", "put", "delete", "patch"):
                yield path, method, operation


def endless(operation):
    """Streams and websockets, which are not over when a client has seen enough: there is no answer to look at."""
    kinds = operation["responses"].get("200", {}).get("content", {})
    return "text/event-stream" in kinds or "101" in operation["responses"]


def test_it_is_openapi_3_1_and_tells_of_every_interface(document):
    assert document["openapi"].startswith("3.1.")
    paths = "\n".join(document["paths"])
    for part in ("/fdsnws/event/1/query", "/earthquakes/feed/v1.0/summary/", "/ogc", "/events", "/api/events"):
        assert part in paths, part


def test_every_example_of_the_document_is_answered(url, document):
    asked = 0
    for path, method, operation in operations(document):
        if method != "get" or endless(operation):
            continue
        for parameter in operation.get("parameters", []):
            place = parameter["in"]
            example = parameter.get("example", parameter.get("schema", {}).get("example"))
            if place != "query" or example is None:
                continue
            whole = url + filled(path, operation)
            answer = requests.get(whole, params={parameter["name"]: example}, timeout=60)
            assert answer.status_code in (200, 204), f"{answer.url}: {answer.status_code} {answer.text[:300]}"
            asked += 1
    assert asked > 20


def filled(path, operation):
    """A path with the examples of its parameters."""
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "path":
            schema = parameter.get("schema", {})
            example = parameter.get("example", schema.get("example", next(iter(schema.get("enum", ())), None)))
            path = path.replace("{%s}" % parameter["name"], str(example))
    return path


def test_no_question_leads_to_a_server_error_or_an_undocumented_answer(url, document, tmp_path):
    left_out = [path for path, _, operation in operations(document) if endless(operation)]
    # Not `positive_data_acceptance`: a schema cannot say that a lower bound beyond its upper is refused.
    checks = (
        "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,"
        "response_schema_conformance,negative_data_rejection,unsupported_method,allow_header_conformance"
    )
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "run", f"{url}/openapi.json"),
        *("--checks", checks),
        *("--phases", "examples,coverage,fuzzing", "--max-examples", str(EXAMPLES), "--seed", str(SEED)),
        *("--workers", "2", "--request-timeout", "60", "--continue-on-failure", "--no-color", "--warnings", "off"),
        # Dates of hypothesis's own database would make one run depend on the last.
        *("--generation-database", "none", "--report", "junit", "--report-junit-path", str(tmp_path / "report.xml")),
        # What takes the time of other tests on a machine of two processors says nothing of the answers.
        *("--suppress-health-check", "all"),
    ]
    for path in left_out:
        command += ["--exclude-path", path]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=900)
    print(ran.stdout[-6000:], ran.stderr[-2000:])
    assert ran.returncode == 0
