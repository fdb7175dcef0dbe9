"""Holds an answer to its description: the part of OpenAPI 3.0 that ours uses, and an error for any other part."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

TYPES = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "array": list, "object": dict}
KNOWN = {
    "type", "format", "nullable", "enum", "pattern", "example", "description", "items", "required", "properties",
    "additionalProperties", "allOf", "$ref",
}  # fmt: skip


def faults(value: Any, shape: dict[str, Any], shapes: dict[str, Any], at: str = "$") -> Iterator[str]:
    """What does not fit, and where."""
    if unknown := set(shape) - KNOWN:
        yield f"{at}: the description uses {unknown}"
    if "$ref" in shape:
        yield from faults(value, shapes[shape["$ref"].removeprefix("#/components/schemas/")], shapes, at)
        return
    for part in shape.get("allOf", ()):
        yield from faults(value, part, shapes, at)
    if value is None:
        if not shape.get("nullable"):
            yield f"{at}: is null"
        return
    wanted = shape.get("type")
    if wanted and (not isinstance(value, TYPES[wanted]) or (wanted != "boolean" and isinstance(value, bool))):
        yield f"{at}: {value!r} is no {wanted}"
        return
    yield from _within(value, shape, shapes, at)


def _within(value: Any, shape: dict[str, Any], shapes: dict[str, Any], at: str) -> Iterator[str]:
    if "enum" in shape and value not in shape["enum"]:
        yield f"{at}: {value!r} is none of {shape['enum']}"
    if "pattern" in shape and not re.search(shape["pattern"], value):
        yield f"{at}: {value!r} does not match {shape['pattern']}"
    if shape.get("format") == "date-time" and datetime.fromisoformat(value).tzinfo is None:
        yield f"{at}: {value!r} has no zone"
    for number, one in enumerate(value if "items" in shape else ()):
        yield from faults(one, shape["items"], shapes, f"{at}[{number}]")
    if shape.get("type") == "object":
        properties = shape.get("properties", {})
        yield from (f"{at}: lacks {name}" for name in shape.get("required", ()) if name not in value)
        if shape.get("additionalProperties") is False:
            yield from (f"{at}: has {name}" for name in value if name not in properties)
        for name in value.keys() & properties.keys():
            yield from faults(value[name], properties[name], shapes, f"{at}.{name}")
