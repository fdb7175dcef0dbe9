"""The hands on the sandbox of the Graph API: what was sent, who wrote, and what shall go wrong next."""

import base64
import binascii
from dataclasses import fields
from typing import Any

import orjson

from baraza.operations.demo.graph_rules import Invalid, Json
from baraza.operations.demo.graph_state import Fault, GraphState

_FAULT_FIELDS = {field.name for field in fields(Fault)}


def control(
    state: GraphState,
    method: str,
    path: list[str],
    query: dict[str, str],
    body: bytes,
) -> tuple[int, Json | list[Json]]:
    """The status and the body of an answer.

    GET `messages` (`?phone=…&since=…`), GET `read`; POST `inbound` {phone, at}, `media` {content, mime_type},
    `fail` {times, mode, status, code, seconds, retry_after}, `settings` {…}, `clear`.
    """
    try:
        match (method, *path):
            case ("GET", "messages"):
                return 200, state.messages(address=_address(query), since=int(query.get("since", "0")))
            case ("GET", "read"):
                return 200, state.marked_read()
            case ("POST", str() as name):
                return _change(state, name, orjson.loads(body or b"{}"))
            case _:
                return 404, {"error": "There is no such control."}
    except (Invalid, KeyError, TypeError, ValueError, binascii.Error) as error:
        return 400, {"error": f"{type(error).__name__}: {error}"}


def _change(state: GraphState, name: str, given: dict[str, Any]) -> tuple[int, Json]:
    match name:
        case "inbound":
            state.person_wrote(address=given["phone"], at=given.get("at"))
        case "media":
            content = base64.b64decode(given["content"], validate=True)
            return 200, state.file_reference(state.keep_file(content=content, mime_type=given["mime_type"]))
        case "fail":
            fault = Fault(**{key: value for key, value in given.items() if key in _FAULT_FIELDS})
            state.fail_next(times=int(given.get("times", 1)), fault=fault)
        case "settings":
            state.set_behaviour(**given)
        case "clear":
            state.clear()
        case _:
            return 404, {"error": "There is no such control."}
    return 200, {"done": True}


def _address(query: dict[str, str]) -> str:
    """A plus in an address line is a blank unless it is escaped."""
    given = query.get("phone", "").strip()
    return "+" + given.lstrip("+") if given.lstrip("+").isdigit() else given
