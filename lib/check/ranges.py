"""Prints what AWS's resource schemas, as cfn-lint ships them, say of some properties.

Standard input is a JSON list of [type, path of a property]. A property without a range is left out.
"""

import json
import sys
from pathlib import Path

import cfnlint

SCHEMAS = Path(cfnlint.__file__).parent / "data" / "schemas"
RANGES = ["minimum", "maximum", "minItems", "maxItems", "minLength", "maxLength"]


def resolved(schema, node):
    """The node behind a reference such as #/definitions/Rule."""
    while "$ref" in node:
        target = schema
        for key in node["$ref"].removeprefix("#/").split("/"):
            target = target[key]
        node = target
    return node


def at(schema, path):
    """The node of a property; an index of a list stands for every item."""
    node = schema
    for key in path.split("."):
        node = resolved(schema, node)
        # A property may be one of several shapes.
        shapes = [resolved(schema, shape) for shape in node.get("oneOf", []) + node.get("anyOf", [])]
        below = [
            shape["items"] if key.isdigit() else shape["properties"][key]
            for shape in [node, *shapes]
            if ("items" in shape if key.isdigit() else key in shape.get("properties", {}))
        ]
        if not below:
            return {}
        node = below[0]
    return resolved(schema, node)


types = json.loads((SCHEMAS / "providers" / "us-east-1.json").read_text())
ranges = {}
for kind, path in sorted(json.load(sys.stdin)):
    # A custom resource has no schema.
    if kind not in types:
        continue
    schema = json.loads((SCHEMAS / "resources" / f"{types[kind]}.json").read_text())
    node = at(schema, path)
    found = {name: node[name] for name in RANGES if name in node}
    if found:
        ranges.setdefault(kind, {})[path] = found

version = json.loads((SCHEMAS / "version.json").read_text())
print(json.dumps({"date": version["schema_date"][:10], "ranges": ranges}))
