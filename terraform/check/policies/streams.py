"""A quiet stream is not cut: whoever stands between waits longer than two of its heartbeats."""

import re
from collections.abc import Iterator
from pathlib import Path

from policies.plan import Plan

STREAM = Path(__file__).resolve().parents[3] / "frontend/src/server/stream.rs"
#: Of the hub's beats, as many lie between two signs of life on a stream.
BEATS = 2


def heartbeat() -> float:
    """Seconds between two signs of life, as the frontend has them."""
    beat = re.search(r"\bconst BEAT: Duration = Duration::from_(millis|secs)\(([\d_]+)\)", STREAM.read_text())
    if beat is None:
        raise ValueError(f"{STREAM} does not say BEAT any more: tell policies/streams.py where the heartbeat is")
    return BEATS * int(beat[2]) / (1000 if beat[1] == "millis" else 1)


def mistakes(plan: Plan) -> Iterator[str]:
    """Load balancers, and CloudFront before them."""
    least = 2 * heartbeat()
    for balancer in plan.all("aws_lb"):
        idle = balancer.values.get("idle_timeout") or 60  # AWS's own
        if idle <= least:
            yield f"{balancer.address}: idle_timeout is {idle} s, and must be above two heartbeats, {least:g} s"
    for distribution in plan.all("aws_cloudfront_distribution"):
        for origin in distribution.values.get("origin") or []:
            for kind in ("vpc_origin_config", "custom_origin_config"):
                for config in origin.get(kind) or []:
                    timeout = config.get("origin_read_timeout") or 30  # AWS's own
                    if timeout <= least:
                        yield (
                            f"{distribution.address}: origin_read_timeout of {origin.get('origin_id')} is {timeout} s, "
                            f"and must be above two heartbeats of the stream, {least:g} s"
                        )
