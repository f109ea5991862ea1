"""Mistakes in IAM documents, each of which parliament has to find."""

import json
import unittest
from typing import Any

from checks.documents import complaints

GOOD = {
    "Effect": "Allow",
    "Action": "dynamodb:Query",
    "Resource": "arn:aws:dynamodb:eu-central-1:111122223333:table/events",
}
PLANTED: list[tuple[str, dict[str, Any]]] = [
    ("an action that does not exist", {"Action": "dynamodb:Querry"}),
    ("a service that does not exist", {"Action": "dynamo:Query"}),
    ("a resource of another kind", {"Resource": "arn:aws:s3:::events"}),
    ("every resource where one could be named", {"Resource": "*"}),
    ("a condition that does not exist", {"Condition": {"StringEquals": {"dynamodb:Tabel": "events"}}}),
    ("an effect that does not exist", {"Effect": "Permit"}),
]


def document(**changes: Any) -> str:
    """A document with one statement."""
    return json.dumps({"Version": "2012-10-17", "Statement": [GOOD | changes]})


class Planted(unittest.TestCase):
    """Of each mistake something is said."""

    def test_a_document_without_mistakes_is_good(self) -> None:
        self.assertEqual(complaints(document()), [])

    def test_the_document_of_a_resource_is_read_too(self) -> None:
        self.assertEqual(complaints(document(Principal={"AWS": "*"}, Resource="*")), [])
        self.assertNotEqual(complaints(document(Principal={"AWS": "*"}, Action="dynamodb:Querry")), [])

    def test_application_load_balancers_are_enough(self) -> None:
        rule = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:listener-rule/app/web/0123456789abcdef/0/0"
        self.assertEqual(complaints(document(Action="elasticloadbalancing:ModifyRule", Resource=rule)), [])

    def test_planted_mistakes_are_found(self) -> None:
        for what, change in PLANTED:
            with self.subTest(what):
                self.assertNotEqual(complaints(document(**change)), [])
