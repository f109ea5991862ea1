"""The stand-in as Terraform sees it: plugin protocol 6 over a socket."""

import json
from collections.abc import Callable
from typing import Any

import msgpack
from tf.gen import tfplugin_pb2 as pb
from tf.gen import tfplugin_pb2_grpc as rpc

from stand_in.data import answers
from stand_in.values import INVENTED, Inventor

UNKNOWN = msgpack.ExtType(0, b"\x00")
NESTING = {"single": 1, "list": 2, "set": 3, "map": 4}

Block = dict[str, Any]
Change = Callable[[str, dict[str, Any], Any, Any], Any]


class Provider(rpc.ProviderServicer):  # type: ignore[misc]
    """Plans by the schema: what AWS decides is not known before it is applied, as with the real provider."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self.schema = schema
        self.region = "us-east-1"
        self.tags: dict[str, str] = {}
        options = pb.ServerCapabilities(get_provider_schema_optional=True)
        resources, data = schema["resource_schemas"], schema["data_source_schemas"]
        self.spoken = pb.GetProviderSchema.Response(
            provider=spoken(schema["provider"]),
            resource_schemas={name: spoken(made) for name, made in resources.items()},
            data_source_schemas={name: spoken(made) for name, made in data.items()},
            server_capabilities=options,
        )
        self.names = pb.GetMetadata.Response(
            server_capabilities=options,
            resources=[pb.GetMetadata.ResourceMetadata(type_name=name) for name in resources],
            data_sources=[pb.GetMetadata.DataSourceMetadata(type_name=name) for name in data],
        )

    def GetMetadata(self, request: Any, context: Any) -> Any:
        return self.names

    def GetProviderSchema(self, request: Any, context: Any) -> Any:
        return self.spoken

    def GetFunctions(self, request: Any, context: Any) -> Any:
        return pb.GetFunctions.Response()

    def ValidateProviderConfig(self, request: Any, context: Any) -> Any:
        return pb.ValidateProviderConfig.Response()

    def ValidateResourceConfig(self, request: Any, context: Any) -> Any:
        block = self.schema["resource_schemas"][request.type_name]["block"]
        return pb.ValidateResourceConfig.Response(diagnostics=list(forbidden(block, decoded(request.config), [])))

    def ValidateDataResourceConfig(self, request: Any, context: Any) -> Any:
        return pb.ValidateDataResourceConfig.Response()

    def ConfigureProvider(self, request: Any, context: Any) -> Any:
        config = decoded(request.config) or {}
        if isinstance(config.get("region"), str):
            self.region = config["region"]
        defaults = config.get("default_tags") or [{}]
        tags = defaults[0].get("tags") if isinstance(defaults, list) else None
        self.tags = {k: v for k, v in (tags or {}).items() if isinstance(v, str)} if isinstance(tags, dict) else {}
        return pb.ConfigureProvider.Response()

    def StopProvider(self, request: Any, context: Any) -> Any:
        return pb.StopProvider.Response()

    def UpgradeResourceState(self, request: Any, context: Any) -> Any:
        return pb.UpgradeResourceState.Response(upgraded_state=encoded(json.loads(request.raw_state.json)))

    def ReadResource(self, request: Any, context: Any) -> Any:
        return pb.ReadResource.Response(new_state=request.current_state, private=request.private)

    def PlanResourceChange(self, request: Any, context: Any) -> Any:
        proposed = decoded(request.proposed_new_state)
        if proposed is None:
            return pb.PlanResourceChange.Response(planned_state=request.proposed_new_state, legacy_type_system=True)

        def plan(name: str, attribute: dict[str, Any], value: Any, prior: Any) -> Any:
            if value is not None or not attribute.get("computed"):
                return value
            return UNKNOWN if prior is None else prior

        block = self.schema["resource_schemas"][request.type_name]["block"]
        planned = walked(block, proposed, decoded(request.prior_state), plan)
        self.tag(planned, block)
        for inner in planned.get("root_block_device") or []:  # the only blocks that get the provider's tags
            self.tag(inner, block["block_types"]["root_block_device"]["block"])
        if request.type_name == "aws_acm_certificate":
            validate_domains(planned, UNKNOWN)
        return pb.PlanResourceChange.Response(planned_state=encoded(planned), legacy_type_system=True)

    def tag(self, planned: dict[str, Any], block: Block) -> None:
        """Says what a resource's tags are together with those that everything has."""
        tags = planned.get("tags")
        if "tags_all" in block["attributes"] and not isinstance(tags, msgpack.ExtType):
            planned["tags_all"] = self.tags | {key: value for key, value in (tags or {}).items() if value is not None}

    def ApplyResourceChange(self, request: Any, context: Any) -> Any:
        planned = decoded(request.planned_state)
        if planned is None:
            return pb.ApplyResourceChange.Response(new_state=request.planned_state, legacy_type_system=True)
        inventor = Inventor(request.type_name, self.region, planned)

        def apply(name: str, attribute: dict[str, Any], value: Any, prior: Any) -> Any:
            if not is_unknown(value):
                return value
            kind = attribute["type"]
            told = name in INVENTED or not attribute.get("optional") or isinstance(kind, list)
            return inventor.value(name, kind) if told else None

        block = self.schema["resource_schemas"][request.type_name]["block"]
        made = walked(block, planned, None, apply)
        if request.type_name == "aws_acm_certificate":
            validate_domains(made, None)
        return pb.ApplyResourceChange.Response(new_state=encoded(made), legacy_type_system=True)

    def ReadDataSource(self, request: Any, context: Any) -> Any:
        config = decoded(request.config)
        block = self.schema["data_source_schemas"][request.type_name]["block"]
        find = answers(self.region).get(request.type_name)
        answer = find(config) if find else {}
        inventor = Inventor(request.type_name, self.region, config, seed=json.dumps(config, default=str))

        def look(name: str, attribute: dict[str, Any], value: Any, prior: Any) -> Any:
            return inventor.value(name, attribute["type"]) if value is None and attribute.get("computed") else value

        read = walked(block, config, None, look)
        read |= {name: value for name, value in answer.items() if name in block["attributes"]}
        return pb.ReadDataSource.Response(state=encoded(read))


def validate_domains(certificate: dict[str, Any], unknown: Any) -> None:
    """The records that prove a domain: their domains are known in any plan, the real provider sees to that."""
    names = certificate.get("subject_alternative_names")
    names = [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
    domains = sorted({certificate["domain_name"], *names}) if isinstance(certificate["domain_name"], str) else names
    certificate["subject_alternative_names"] = domains
    certificate["domain_validation_options"] = [
        {
            "domain_name": domain,
            "resource_record_name": unknown or f"_proof.{domain}.",
            "resource_record_type": unknown or "CNAME",
            "resource_record_value": unknown or "_proof.acm-validations.aws.",
        }
        for domain in domains
    ]


def spoken(schema: dict[str, Any]) -> Any:
    """A schema in the protocol's words."""
    return pb.Schema(version=schema["version"], block=spoken_block(schema["block"]))


def spoken_block(block: Block) -> Any:
    """A block in the protocol's words."""
    flags = ("required", "optional", "computed")
    return pb.Schema.Block(
        attributes=[
            pb.Schema.Attribute(
                name=name,
                type=json.dumps(attribute["type"]).encode(),
                **{flag: attribute.get(flag, False) for flag in flags},
            )
            for name, attribute in block["attributes"].items()
        ],
        block_types=[
            pb.Schema.NestedBlock(
                type_name=name,
                nesting=NESTING[nested["nesting_mode"]],
                min_items=nested.get("min_items", 0),
                max_items=nested.get("max_items", 0),
                block=spoken_block(nested["block"]),
            )
            for name, nested in block["block_types"].items()
        ],
    )


def forbidden(block: Block, config: Any, steps: list[Any]) -> Any:
    """Values for attributes that only AWS decides."""
    if not isinstance(config, dict):
        return
    step = pb.AttributePath.Step
    for name, attribute in block["attributes"].items():
        if attribute.get("computed") and not attribute.get("optional") and config.get(name) is not None:
            yield pb.Diagnostic(
                severity=pb.Diagnostic.ERROR,
                summary="Value for unconfigurable attribute",
                detail=f'Can\'t configure a value for "{name}": AWS decides it.',
                attribute=pb.AttributePath(steps=[*steps, step(attribute_name=name)]),
            )
    for name, nested in block["block_types"].items():
        inner = config.get(name)
        for place, element in enumerate(inner if isinstance(inner, list) else []):
            here = [*steps, step(attribute_name=name), step(element_key_int=place)]
            yield from forbidden(nested["block"], element, here if nested["nesting_mode"] == "list" else steps)


def walked(block: Block, value: Any, prior: Any, change: Change) -> Any:
    """A block's value with every attribute changed, in blocks inside of it too."""
    if value is None or is_unknown(value):
        return value
    prior = prior if isinstance(prior, dict) else {}
    made = {
        name: change(name, attribute, value.get(name), prior.get(name))
        for name, attribute in block["attributes"].items()
    }
    for name, nested in block["block_types"].items():
        inner, before, its = value.get(name), prior.get(name), nested["block"]
        if isinstance(inner, list):
            olds = before if isinstance(before, list) else []
            olds = olds + [None] * len(inner)
            made[name] = [walked(its, element, old, change) for element, old in zip(inner, olds, strict=False)]
        elif isinstance(inner, dict) and nested["nesting_mode"] == "map":
            made[name] = {key: walked(its, element, None, change) for key, element in inner.items()}
        else:
            made[name] = walked(its, inner, before, change)
    return made


def decoded(value: Any) -> Any:
    """A value as Terraform sends it."""
    if value.msgpack:
        return msgpack.unpackb(value.msgpack, raw=False, strict_map_key=False, ext_hook=lambda code, data: UNKNOWN)
    return json.loads(value.json) if value.json else None


def encoded(value: Any) -> Any:
    """A value as Terraform takes it."""
    return pb.DynamicValue(msgpack=msgpack.packb(value, use_bin_type=True))


def is_unknown(value: Any) -> bool:
    """Whether a value will be known later only."""
    return isinstance(value, msgpack.ExtType)
