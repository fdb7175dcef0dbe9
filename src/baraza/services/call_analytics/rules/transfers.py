"""Where a call was handed on to, from what the provider told of the transfer."""

from collections.abc import Mapping
from typing import Any


def transfer_target(raw: Mapping[str, Any]) -> str:
    """A number with its extension, or an address; empty where none was told."""
    told = raw.get("transfer_destination")
    if isinstance(told, str):
        return told
    if isinstance(told, Mapping):
        number, extension = str(told.get("number") or told.get("agent_id") or ""), told.get("extension")
        return f"{number} ext. {extension}" if number and extension else number
    return ""
