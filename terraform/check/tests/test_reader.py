"""A little of what the bindings look like, and the schema that is read from it."""

import unittest

from stand_in import reader

JAVASCRIPT = """
function thingSettingsToHclTerraform(struct) {
    const attrs = {
        size: {
            value: cdktn.numberToHclTerraform(struct.size),
            isBlock: false,
            type: "simple",
            storageClassType: "number",
        },
    };
    return attrs;
}
class ThingSettingsOutputReference extends cdktn.ComplexObject {
    // size - computed: false, optional: false, required: true
    _size;
    get size() {
        return this.getNumberAttribute('size');
    }
}
class ThingRouteOutputReference extends cdktn.ComplexObject {
    // target - computed: true, optional: true, required: false
    _target;
    get target() {
        return this.getStringAttribute('target');
    }
}
class ThingRouteList extends cdktn.ComplexList {
}
class Thing extends cdktn.TerraformResource {
    static tfResourceType = "aws_thing";
    // arn - computed: true, optional: false, required: false
    get arn() {
        return this.getStringAttribute('arn');
    }
    // subnet_ids - computed: false, optional: true, required: false
    _subnetIds;
    get subnetIds() {
        return cdktn.Fn.tolist(this.getListAttribute('subnet_ids'));
    }
    // route - computed: true, optional: true, required: false
    _route = new ThingRouteList(this, "route", true);
    // settings - computed: false, optional: false, required: true
    _settings = new ThingSettingsOutputReference(this, "settings");
    get settings() {
        return this._settings;
    }
    synthesizeHclAttributes() {
        const attrs = {
            subnet_ids: {
                value: cdktn.listMapperHcl(cdktn.stringToHclTerraform, false)(this._subnetIds),
                isBlock: false,
                type: "set",
                storageClassType: "stringList",
            },
            route: {
                value: cdktn.listMapperHcl(thingRouteToHclTerraform, false)(this._route.internalValue),
                isBlock: true,
                type: "set",
                storageClassType: "ThingRouteList",
            },
            settings: {
                value: thingSettingsToHclTerraform(this._settings.internalValue),
                isBlock: true,
                type: "list",
                storageClassType: "ThingSettingsList",
            },
        };
        return attrs;
    }
}
"""

SCHEMA = {
    "attributes": {
        "arn": {"type": "string", "computed": True},
        "subnet_ids": {"type": ["set", "string"], "optional": True},
        # A block that may be computed is an attribute.
        "route": {"type": ["set", ["object", {"target": "string"}]], "computed": True, "optional": True},
    },
    "block_types": {
        "settings": {
            "nesting_mode": "list",
            "min_items": 1,
            "max_items": 1,
            "block": {"attributes": {"size": {"type": "number", "required": True}}, "block_types": {}},
        }
    },
}


class Read(unittest.TestCase):
    """Attributes with flags and types, blocks with their nesting."""

    def test_a_resource_is_read(self) -> None:
        read = reader.read({"thing": JAVASCRIPT})
        self.assertEqual(read["resource_schemas"], {"aws_thing": {"version": 0, "block": SCHEMA}})
