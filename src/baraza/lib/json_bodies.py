"""JSON from outside: parsed so that PostgreSQL can keep it, and read without trusting any shape."""

from typing import Any

import orjson

MAX_DEPTH = 64


class JsonRefused(ValueError):
    """Not JSON, not UTF-8, or nested deeper than any provider nests."""


def read_json(body: bytes) -> Any:
    """The parsed body. NUL characters are dropped, because neither text nor jsonb can hold them."""
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise JsonRefused("The body is not JSON in UTF-8.") from error
    # Counting brackets costs nothing; only a body with very many of them is walked.
    if body.count(b"[") + body.count(b"{") > MAX_DEPTH:
        _check_depth(value)
    return _without_nul(value) if b"\\u0000" in body else value


def _check_depth(value: Any) -> None:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [child for parent in level for child in _children(parent)]
        if not level:
            return
    raise JsonRefused(f"The body is nested deeper than {MAX_DEPTH} levels.")


def _children(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _without_nul(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, dict):
        return {key.replace("\0", ""): _without_nul(child) for key, child in value.items()}
    return [_without_nul(child) for child in value] if isinstance(value, list) else value


def text_at(value: Any, key: str) -> str:
    """The text under `key`; empty when there is none. Numbers count as their digits, for ids come either way."""
    found = value.get(key) if isinstance(value, dict) else None
    if isinstance(found, bool):
        return ""
    if isinstance(found, int):
        return str(found)
    return found if isinstance(found, str) else ""


def object_at(value: Any, key: str) -> dict[str, Any]:
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def list_at(value: Any, key: str) -> list[Any]:
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


def first_object(values: list[Any]) -> dict[str, Any]:
    return next((value for value in values if isinstance(value, dict)), {})
