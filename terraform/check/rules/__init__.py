"""The house rules: what holds for the code itself, before anything is planned. One subject a file."""

from rules import boundaries, descriptions, layout, network, providers, retention, skips
from rules.code import Rule

ALL: dict[str, Rule] = {
    "every variable is typed and described, every output described": descriptions.mistakes,
    "one provider, without aliases": providers.mistakes,
    "nothing is run, and nothing comes from elsewhere": boundaries.mistakes,
    "every module has its files": layout.mistakes,
    "nobody comes in but to the balancer": network.mistakes,
    "every log group has retention": retention.mistakes,
    "every skipped check says why": skips.mistakes,
}
