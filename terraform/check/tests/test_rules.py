"""A little code without mistakes, and one mistake after the other in it."""

import tempfile
import unittest
from pathlib import Path

import rules
from rules.code import Code

VERSIONS = """
terraform {
  required_version = ">= 1.11"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.66"
    }
  }
}
"""
GOOD = {
    "main.tf": """
provider "aws" {
  region = var.region
}
module "thing" {
  source = "./modules/thing"
}
""",
    "variables.tf": 'variable "region" {\n  description = "Where."\n  type        = string\n}\n',
    "outputs.tf": 'output "thing" {\n  description = "It."\n  value       = module.thing.thing\n}\n',
    "versions.tf": VERSIONS,
    "modules/thing/README.md": "# thing\n",
    "modules/thing/main.tf": """
resource "aws_cloudwatch_log_group" "log" {
  #checkov:skip=CKV_AWS_158:AWS's own key is free, and as good here
  name              = "log"
  retention_in_days = 30
}
resource "aws_vpc_security_group_ingress_rule" "kafka" {
  cidr_ipv4 = "10.0.0.0/8"
}
""",
    "modules/thing/outputs.tf": "",
    "modules/thing/variables.tf": "",
    "modules/thing/versions.tf": VERSIONS,
    "modules/thing/tests/thing.tftest.hcl": 'run "it" {\n}\n',
}

MAIN = "modules/thing/main.tf"
#: The rule that has to find it, the file, what is written there, and what instead; if nothing, the file is gone.
PLANTED: list[tuple[str, str, str, str | None]] = [
    ("every variable is typed and described, every output described", "variables.tf", "type        = string", ""),
    ("every variable is typed and described, every output described", "variables.tf", 'description = "Where."', ""),
    ("every variable is typed and described, every output described", "outputs.tf", 'description = "It."', ""),
    ("one provider, without aliases", "versions.tf", "hashicorp/aws", "hashicorp/random"),
    ("one provider, without aliases", "versions.tf", 'version = "~> 6.66"', ""),
    ("one provider, without aliases", "main.tf", "region = var.region", 'region = var.region\n  alias = "other"'),
    ("one provider, without aliases", MAIN, "cidr_ipv4", "provider = aws.other\n  cidr_ipv4"),
    (
        "one provider, without aliases",
        "main.tf",
        'module "thing" {',
        'module "thing" {\n  providers = { aws = aws.other }',
    ),
    (
        "one provider, without aliases",
        "modules/thing/outputs.tf",
        "",
        'provider "aws" {\n  region = "eu-west-1"\n}\n',
    ),
    (
        "nothing is run, and nothing comes from elsewhere",
        MAIN,
        "retention_in_days = 30",
        'retention_in_days = 30\n  provisioner "local-exec" {\n    command = "true"\n  }',
    ),
    (
        "nothing is run, and nothing comes from elsewhere",
        MAIN,
        '"log"\n  retention',
        '"arn:aws:iam::210987654321:role/x"\n  retention',
    ),
    (
        "nothing is run, and nothing comes from elsewhere",
        "versions.tf",
        'required_version = ">= 1.11"',
        'required_version = ">= 1.11"\n  backend "s3" {\n  }',
    ),
    ("every module has its files", "modules/thing/README.md", "", None),
    ("every module has its files", "modules/thing/variables.tf", "", None),
    ("every module has its files", "modules/thing/tests/thing.tftest.hcl", "", None),
    ("nobody comes in but to the balancer", MAIN, "10.0.0.0/8", "0.0.0.0/0"),
    (
        "nobody comes in but to the balancer",
        "modules/thing/outputs.tf",
        "",
        'resource "aws_security_group" "open" {\n  ingress {\n    ipv6_cidr_blocks = ["::/0"]\n  }\n}\n',
    ),
    ("every log group has retention", MAIN, "retention_in_days = 30", ""),
    ("every skipped check says why", MAIN, ":AWS's own key is free, and as good here", ""),
    ("every skipped check says why", MAIN, ":AWS's own key is free, and as good here", ":no"),
    ("every skipped check says why", MAIN, "checkov:skip=", "checkov: skip "),
]


def found(files: dict[str, str]) -> dict[str, list[str]]:
    """What each rule finds in some files."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            file = Path(folder, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        code = Code(Path(folder))
        told = {name: list(rule(code)) for name, rule in rules.ALL.items()}
    return {name: mistakes for name, mistakes in told.items() if mistakes}


class Planted(unittest.TestCase):
    """Every rule finds what is planted for it, and nothing else does."""

    def test_code_without_mistakes_has_none(self) -> None:
        self.assertEqual(found(GOOD), {})

    def test_a_module_from_elsewhere_is_found(self) -> None:
        told = found(GOOD | {"main.tf": GOOD["main.tf"] + 'module "far" {\n  source = "far/away/aws"\n}\n'})
        self.assertEqual(list(told), ["nothing is run, and nothing comes from elsewhere"])

    def test_every_rule_is_proven_here(self) -> None:
        self.assertEqual({name for name, *_ in PLANTED}, set(rules.ALL))

    def test_planted_mistakes_are_found(self) -> None:
        for rule, file, before, after in PLANTED:
            with self.subTest(rule=rule, file=file, after=after):
                self.assertIn(before, GOOD[file])
                broken = dict(GOOD)
                if after is None:
                    del broken[file]
                else:
                    broken[file] = broken[file].replace(before, after) if before else after
                self.assertEqual(list(found(broken)), [rule])
