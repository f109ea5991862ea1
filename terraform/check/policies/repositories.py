"""Images are encrypted and scanned, and a tag never changes what it means."""

from collections.abc import Iterator

from policies.plan import Plan


def mistakes(plan: Plan) -> Iterator[str]:
    """Of every repository."""
    for repository in plan.all("aws_ecr_repository"):
        if not str(repository.values.get("image_tag_mutability")).startswith("IMMUTABLE"):
            yield f"{repository.address}: image_tag_mutability must be IMMUTABLE"
        if repository.block("image_scanning_configuration").get("scan_on_push") is not True:
            yield f"{repository.address}: images must be scanned on push"
        if repository.block("encryption_configuration").get("encryption_type") not in ("AES256", "KMS"):
            yield f"{repository.address} does not say encryption_configuration"
