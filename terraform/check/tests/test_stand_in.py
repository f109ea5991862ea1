"""The stand-in refuses what the real provider's schema refuses, and lets pass what only the provider knows."""

import unittest
from pathlib import Path
from tempfile import TemporaryDirectory

from checks.self_tests import TERRAFORM
from checks.terraform import Failed
from stand_in import package

GOOD = Path(__file__).with_name("good.tf").read_text()

#: What is mistaken, what is written, what instead, and a word of the complaint.
PLANTED: list[tuple[str, str, str, str]] = [
    ("an unknown attribute", 'cidr_block = "10.0.0.0/16', 'cidr_blok = "10.0.0.0/16', "cidr_block"),
    ("a missing name", 'name            = "web"\n  cluster', "cluster", '"name" is required'),
    ("an unknown nested block", "canary_configuration {", "canary_config {", "canary_config"),
    (
        "two blocks where one may be",
        "deployment_circuit_breaker {",
        "deployment_circuit_breaker {\n    enable   = true\n    rollback = true\n  }\n  deployment_circuit_breaker {",
        "deployment_circuit_breaker",
    ),
    ("a text where a map belongs", 'tags       = { Part = "web" }', 'tags = "web"', "map of string"),
    ("a reference to nothing", "aws_vpc.here.id", "aws_vpc.here.idd", "idd"),
    ("an unknown type", 'resource "aws_vpc" "here"', 'resource "aws_vpcc" "here"', "aws_vpcc"),
    (
        "a value that only AWS decides",
        'cidr_block = "10.0.0.0/16',
        'arn = "mine"\n  cidr_block = "10.0.0.0/16',
        "unconfigurable",
    ),
    ("a web ACL without default_action", "default_action {\n    allow {}\n  }", "", "default_action"),
    (
        "a web ACL without visibility_config",
        GOOD[GOOD.index("  visibility_config {\n    # of all") : -2],
        "",
        "visibility_config",
    ),
    ("an unknown statement", "rate_based_statement {", "rate_statement {", "rate_statement"),
    ("an unknown replica setting", "region_name = ", "region = ", "region"),
    ("a number where there is none", "retention_in_days = 30", 'retention_in_days = "long"', "number"),
]
#: Mistakes that only the real provider or AWS knows.
LET_PASS = [("a launch type that does not exist", '"FARGATE"', '"FARGAT"')]


def complaint(code: str) -> str:
    """What terraform says of some code, or nothing."""
    with TemporaryDirectory() as folder:
        Path(folder, "main.tf").write_text(code)
        return "\n".join(TERRAFORM[0].validate(Path(folder)))


class Validation(unittest.TestCase):
    """terraform validate with the stand-in."""

    def test_code_without_mistakes_is_good(self) -> None:
        self.assertEqual(complaint(GOOD), "")

    def test_what_is_not_known_yet_can_be_planned_but_not_counted(self) -> None:
        with TemporaryDirectory() as folder:
            Path(folder, "main.tf").write_text(GOOD)
            TERRAFORM[0].run(Path(folder), "plan", "-no-color")
            keyed = (
                'resource "aws_ecs_cluster" "each" {\n  for_each = toset([aws_vpc.here.id])\n  name     = each.key\n}\n'
            )
            Path(folder, "keys.tf").write_text(keyed)
            with self.assertRaisesRegex(Failed, "for_each"):
                TERRAFORM[0].run(Path(folder), "plan", "-no-color")

    def test_it_lets_pass_what_it_cannot_know(self) -> None:
        for what, before, after in LET_PASS:
            with self.subTest(what):
                self.assertIn(before, GOOD)
                self.assertEqual(complaint(GOOD.replace(before, after)), "")


def test_of(what: str, before: str, after: str, word: str) -> object:
    """The test of one planted mistake."""

    def test(self: Validation) -> None:
        self.assertIn(before, GOOD)
        told = complaint(GOOD.replace(before, after, 1))
        self.assertNotEqual(told, "", f"{what} is not seen")
        self.assertIn(word, told)

    return test


for planted in PLANTED:
    setattr(Validation, f"test_{'_'.join(planted[0].split())}_is_refused", test_of(*planted))


class Package(unittest.TestCase):
    """What the schema is made of."""

    def test_a_package_that_is_another_is_refused(self) -> None:
        with TemporaryDirectory() as folder:
            file = Path(folder, "archive")
            file.write_bytes(b"another")
            self.assertNotEqual(package.integrity(file), package.INTEGRITY)
            self.assertTrue(package.integrity(file).startswith("sha512-"))
