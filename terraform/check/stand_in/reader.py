"""Reads a provider's schema back out of the bindings that were generated from it.

What is looked at, in the JavaScript of one resource:

    // subnet_ids - computed: true, optional: true, required: false    its flags, before …
    get subnetIds() {
        return cdktn.Fn.tolist(this.getListAttribute('subnet_ids'));   … its type, here a set of strings,
    _dnsOptions = new VpcEndpointDnsOptionsOutputReference(…);         or its structure, here one element at most;
    dns_options: { value: …, isBlock: true, type: "list", … }          and whether it is a block, and how it nests.
"""

import itertools
import re
from typing import Any, NamedTuple

#: What `terraform providers schema -json` calls a block, as far as the stand-in needs it.
Block = dict[str, Any]

CLASS = re.compile(r"^class (\w+) extends (?:cdktn|cdktf)\.(\w+)", re.MULTILINE)
FUNCTION = re.compile(r"^function (\w+)ToHclTerraform\(", re.MULTILINE)
FLAGS = re.compile(
    r"^\s*// ([a-z0-9_]+) - computed: (true|false), optional: (true|false), required: (true|false)", re.MULTILINE
)
ENTRY = re.compile(
    r'^\s*"?([a-z0-9_]+)"?: \{\s*value: (.*?),\s*isBlock: (true|false),\s*type: "(\w+)",\s*storageClassType: "([^"]+)"',
    re.MULTILINE | re.DOTALL,
)
#: How far behind its flags an attribute's type is to be seen, in characters.
NEAR = 600

KIND = re.compile(r'tfResourceType = "(\w+)"')
GETTER = re.compile(r"(Fn\.tolist\()?this\.get(\w+)Attribute\('([a-z0-9_]+)'\)")
NUMBERS = re.compile(r"(Fn\.tolist\()?\w+\.Token\.asNumberList\(.*?'([a-z0-9_]+)'")
STRUCTURE = re.compile(r"new (?:\w+\.)?(\w+)\(this, [\"']([a-z0-9_]+)[\"'](?:, (true|false))?\)")

SIMPLE: dict[str, Any] = {
    "String": "string",
    "Number": "number",
    "Boolean": "bool",
    "List": ["list", "string"],
    "NumberList": ["list", "number"],
    "StringMap": ["map", "string"],
    "NumberMap": ["map", "number"],
    "BooleanMap": ["map", "bool"],
    "AnyMap": ["map", "string"],
}
#: Structures of the bindings' own library.
SHARED: dict[str, Any] = {
    "StringMap": ["map", "string"],
    "NumberMap": ["map", "number"],
    "BooleanMap": ["map", "bool"],
    "AnyMap": ["map", "string"],
    "StringMapList": ["list", ["map", "string"]],
    "NumberMapList": ["list", ["map", "number"]],
    "BooleanMapList": ["list", ["map", "bool"]],
}


class Entry(NamedTuple):
    """How an attribute or block is written in HCL."""

    value: str
    block: bool
    nesting: str
    storage: str


class Bindings:
    """The JavaScript of one resource, data source or provider, taken apart."""

    def __init__(self, text: str) -> None:
        self.kind = ""
        #: The structures that are being read, one in the other.
        self.within: list[str] = []
        self.base = ""
        self.main = ""
        self.classes: dict[str, str] = {}
        self.writers: dict[str, dict[str, Entry]] = {}
        for name, part in pieces(CLASS, text):
            self.classes[name] = part
            base = CLASS.match(part)
            assert base is not None
            if base[2] in (
                "TerraformResource",
                "TerraformDataSource",
                "TerraformProvider",
                "TerraformEphemeralResource",
            ):
                self.main, self.base = name, base[2]
        for name, part in pieces(FUNCTION, text):
            self.writers[name] = entries(part)
        kind = KIND.search(text)
        if kind:
            self.kind = kind[1]

    def schema(self) -> dict[str, Any]:
        """The whole of it."""
        return {"version": 0, "block": self.block(self.main, entries(self.classes[self.main]))}

    def block(self, name: str, written: dict[str, Entry]) -> Block:
        """What a class of the bindings describes."""
        attributes: dict[str, Any] = {}
        blocks: dict[str, Any] = {}
        if name not in self.classes:
            return options(written)
        part = self.classes[name]
        found = list(FLAGS.finditer(part))
        for flags, following in zip(found, [*found[1:], None], strict=False):
            attribute, computed, optional, required = flags[1], *(flag == "true" for flag in flags.groups()[1:])
            code = part[flags.end() : min(flags.end() + NEAR, following.start() if following else len(part))]
            entry = written.get(attribute)
            if entry and is_block(entry, computed):
                blocks[attribute] = self.nested(attribute, code, entry, required)
            else:
                marks = {"computed": computed, "optional": optional, "required": required}
                kind = self.type_of(attribute, code, entry)
                attributes[attribute] = {"type": kind, **{mark: True for mark, is_set in marks.items() if is_set}}
        return {"attributes": attributes, "block_types": blocks}

    def nested(self, attribute: str, code: str, entry: Entry, required: bool) -> dict[str, Any]:
        """A nested block; the bindings tell one that may be there once by the class that holds it."""
        holder = structure(attribute, code)[0] or written_by(entry)
        nesting = "single" if entry.nesting == "struct" else entry.nesting
        made: dict[str, Any] = {"nesting_mode": nesting, "block": self.element(holder)}
        if nesting != "single" and holder.endswith("OutputReference"):
            made["max_items"] = 1
        if nesting in ("list", "set") and required:
            made["min_items"] = 1
        return made

    def element(self, holder: str) -> Block:
        """What is inside of one that `holder` holds."""
        name = re.sub(r"(List|Map|OutputReference)$", "", holder)
        if name in self.within:  # a web ACL's rule holds rules without end
            return {"attributes": {}, "block_types": {}}
        self.within.append(name)
        block = self.block(f"{name}OutputReference", self.writers.get(name[:1].lower() + name[1:], {}))
        self.within.pop()
        return block

    def type_of(self, attribute: str, code: str, entry: Entry | None) -> Any:
        """The type of an attribute, as Terraform spells types."""
        simple = GETTER.search(code)
        if simple and simple[3] == attribute and simple[2] in SIMPLE:
            kind = SIMPLE[simple[2]]
            return ["set", kind[1]] if simple[1] and isinstance(kind, list) else kind
        if (numbers := NUMBERS.search(code)) and numbers[2] == attribute:
            return ["set" if numbers[1] or (entry and entry.nesting == "set") else "list", "number"]
        holder, from_set = structure(attribute, code)
        if holder in SHARED:
            kind = SHARED[holder]
            return ["set", kind[1]] if from_set and kind[0] == "list" else kind
        if not holder:
            return stored(entry) if entry else "dynamic"
        inner = self.element(holder)
        fields = ["object", {name: field["type"] for name, field in inner["attributes"].items()}]
        if entry and entry.nesting == "struct":
            return fields
        if holder.endswith("Map"):
            return ["map", fields]
        return ["set" if from_set or (entry and entry.nesting == "set") else "list", fields]


def is_block(entry: Entry, computed: bool) -> bool:
    """Whether it is a block indeed: one that may be computed, or whose elements may be null, is an attribute."""
    return entry.block and not computed and "ToHclTerraform, false)" not in entry.value


def structure(attribute: str, code: str) -> tuple[str, bool]:
    """The class that holds a structure, and whether that is a set."""
    held = STRUCTURE.search(code)
    return (held[1], held[3] == "true") if held and held[2] == attribute else ("", False)


def options(written: dict[str, Entry]) -> Block:
    """A block of the provider itself, of which the bindings tell only how it is written: all of it may be left out."""
    attributes = {name: {"type": stored(entry), "optional": True} for name, entry in written.items()}
    return {"attributes": attributes, "block_types": {}}


def written_by(entry: Entry) -> str:
    """The structure that an entry is written by."""
    writer = re.search(r"(?<![.\w])(\w+)ToHclTerraform", entry.value)
    return writer[1][:1].upper() + writer[1][1:] if writer else ""


def stored(entry: Entry) -> Any:
    """The type of what an entry stores."""
    kinds = {"string": "string", "number": "number", "boolean": "bool"}
    if entry.nesting == "simple":
        return kinds.get(entry.storage, "dynamic")
    element = kinds.get(entry.storage.removesuffix("List").removesuffix("Map"))
    return [entry.nesting, element] if element else "dynamic"


def entries(part: str) -> dict[str, Entry]:
    """How the attributes and blocks of one class are written in HCL."""
    return {found[1]: Entry(found[2], found[3] == "true", found[4], found[5]) for found in ENTRY.finditer(part)}


def pieces(start: re.Pattern[str], text: str) -> list[tuple[str, str]]:
    """The text from each beginning to the next class or function."""
    borders = sorted({found.start() for pattern in (CLASS, FUNCTION) for found in pattern.finditer(text)} | {len(text)})
    following = dict(itertools.pairwise(borders))
    return [(found[1], text[found.start() : following[found.start()]]) for found in start.finditer(text)]


def read(sources: dict[str, str]) -> dict[str, Any]:
    """The schema of a provider from all its bindings."""
    schema: dict[str, Any] = {"provider": {}, "resource_schemas": {}, "data_source_schemas": {}}
    for text in sources.values():
        bindings = Bindings(text)
        match bindings.base:
            case "TerraformResource":
                schema["resource_schemas"][bindings.kind] = bindings.schema()
            case "TerraformDataSource":
                schema["data_source_schemas"][bindings.kind] = bindings.schema()
            case "TerraformProvider":
                schema["provider"] = bindings.schema()
                schema["provider"]["block"]["attributes"].pop("alias", None)  # Terraform's own, not the provider's
    return schema
