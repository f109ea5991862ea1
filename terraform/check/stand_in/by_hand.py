"""What the bindings do not tell: they leave the nested statements of a web ACL's rules untyped.

Written after the provider's documentation, and only the statements that this project may want.
"""

from typing import Any


def attribute(kind: Any, *marks: str) -> dict[str, Any]:
    """An attribute with its marks: required, optional, computed."""
    return {"type": kind, **dict.fromkeys(marks, True)}


def nested(
    attributes: dict[str, Any] | None = None, *, least: int = 0, most: int = 1, **blocks: dict[str, Any]
) -> dict[str, Any]:
    """A nested block that may be there once, unless `most` is 0."""
    made: dict[str, Any] = {
        "nesting_mode": "list",
        "block": {"attributes": attributes or {}, "block_types": blocks},
    }
    return made | ({"max_items": most} if most else {}) | ({"min_items": least} if least else {})


def field_to_match() -> dict[str, Any]:
    """The part of a request that a statement looks at."""
    name = {"name": attribute("string", "required")}
    return nested(
        single_header=nested(name),
        single_query_argument=nested(name),
        uri_path=nested(),
        query_string=nested(),
        method=nested(),
        all_query_arguments=nested(),
    )


def match(attributes: dict[str, Any]) -> dict[str, Any]:
    """A statement that compares a part of the request."""
    transformation = nested(
        {"priority": attribute("number", "required"), "type": attribute("string", "required")}, least=1, most=0
    )
    transformation["nesting_mode"] = "set"
    return nested(attributes, field_to_match=field_to_match(), text_transformation=transformation)


def statement(depth: int) -> dict[str, Any]:
    """A statement, with statements inside of it down to a depth."""
    text = attribute("string", "required")
    blocks = {
        "managed_rule_group_statement": nested(
            {"name": text, "vendor_name": text, "version": attribute("string", "optional")},
            rule_action_override=nested(
                {"name": text},
                most=100,
                action_to_use=nested(
                    least=1, allow=nested(), block=nested(), captcha=nested(), challenge=nested(), count=nested()
                ),
            ),
        ),
        "byte_match_statement": match({"positional_constraint": text, "search_string": text}),
        "regex_match_statement": match({"regex_string": text}),
        "geo_match_statement": nested({"country_codes": attribute(["list", "string"], "required")}),
        "ip_set_reference_statement": nested({"arn": text}),
        "label_match_statement": nested({"key": text, "scope": text}),
    }
    if depth:
        several = statement(depth - 1) | {"min_items": 1}
        several.pop("max_items")
        blocks["and_statement"] = nested(statement=several)
        blocks["or_statement"] = nested(statement=several)
        blocks["not_statement"] = nested(statement=statement(depth - 1) | {"min_items": 1})
        scope_down = statement(depth - 1)
        blocks["rate_based_statement"] = nested(
            {
                "limit": attribute("number", "required"),
                "aggregate_key_type": attribute("string", "optional"),
                "evaluation_window_sec": attribute("number", "optional"),
            },
            scope_down_statement=scope_down,
        )
        blocks["managed_rule_group_statement"]["block"]["block_types"]["scope_down_statement"] = scope_down
    whole = nested()
    whole["block"]["block_types"] = blocks
    return whole


def complete(schema: dict[str, Any]) -> dict[str, Any]:
    """Adds to a schema what the bindings leave out."""
    rule = schema["resource_schemas"]["aws_wafv2_web_acl"]["block"]["block_types"]["rule"]["block"]
    rule["attributes"].pop("statement", None)
    rule["block_types"]["statement"] = statement(3) | {"min_items": 1}
    return schema
