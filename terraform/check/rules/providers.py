"""hashicorp/aws is the only provider, and there is one of it: what is in another region says so by its region."""

from collections.abc import Iterator

from rules.code import Code, within


def mistakes(code: Code) -> Iterator[str]:
    """Which providers are asked for, and how they are called."""
    for settings in code.blocks("terraform", 0):
        for required in settings.body.get("required_providers", []):
            for name, asked in required.items():
                if name.startswith("__"):
                    continue
                if not isinstance(asked, dict) or asked.get("source") != "hashicorp/aws":
                    yield f"{settings.file}: provider {name}: only hashicorp/aws"
                elif not asked.get("version"):
                    yield f"{settings.file}: provider {name} has no version"
                elif "configuration_aliases" in asked:
                    yield f"{settings.file}: provider {name} has aliases"
    for provider in code.blocks("provider", 1):
        if "alias" in provider.body:
            yield f"{provider.name} has an alias"
        if "/" in provider.file:
            yield f"{provider.file} configures a provider: only the root does"
        if provider.labels != ("aws",):
            yield f"{provider.name}: only aws"
    for kind, labels in (("resource", 2), ("data", 2)):
        for found in code.blocks(kind, labels):
            if not found.labels[0].startswith("aws_"):
                yield f"{found.name} is not of hashicorp/aws"
            if "provider" in found.body:
                yield f"{found.name} chooses a provider"
    for call in code.blocks("module", 1):
        if list(within(call.body, "providers")):
            yield f"{call.name} chooses providers"
