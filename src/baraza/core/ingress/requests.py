"""Reads a provider's request from ASGI: the path's parts, at most so many bytes of body, the sender's address."""

from collections.abc import Awaitable, Callable, Collection, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from baraza.core.ingress.contract import RawRequest
from baraza.lib.addresses import Network, client_address

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

PREFIX = "/in/"
_LONGEST_TOKEN = 64


class TooLarge(Exception):
    """More bytes than the door takes; nothing further was read."""


class Incomplete(Exception):
    """The client went away before the body was complete."""


@dataclass(frozen=True, slots=True)
class Address:
    """`/in/<source>/<token>/` and perhaps one more part."""

    source: str
    token: str


def read_address(path: str) -> Address | None:
    """None for a path that no connection can have."""
    parts = path[len(PREFIX) :].split("/")
    if len(parts) not in {3, 4} or parts[-1] != "":
        return None
    source, token = parts[0], parts[1]
    return Address(source, token) if source and token and len(token) <= _LONGEST_TOKEN else None


def read_headers(scope: Scope) -> dict[str, str]:
    """Lower-case names; a repeated header's values are joined as HTTP says."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


async def read_body(receive: Receive, *, headers: dict[str, str], limit: int) -> bytes:
    declared = headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit:
        raise TooLarge
    message = await receive()
    if message["type"] == "http.request" and not message.get("more_body"):
        whole: bytes = message.get("body", b"")
        if len(whole) > limit:
            raise TooLarge
        return whole
    body = bytearray()
    while True:
        if message["type"] == "http.disconnect":
            raise Incomplete
        body += message.get("body", b"")
        if len(body) > limit:
            raise TooLarge
        if not message.get("more_body"):
            return bytes(body)
        message = await receive()


def raw_request(scope: Scope, *, headers: dict[str, str], body: bytes, trusted: Collection[Network]) -> RawRequest:
    query = scope["query_string"]
    return RawRequest(
        method=scope["method"],
        path=scope["path"],
        query=dict(parse_qsl(query.decode("latin-1"), keep_blank_values=True)) if query else {},
        headers=headers,
        body=body,
        remote_address=remote_address(scope, headers=headers, trusted=trusted),
    )


def remote_address(scope: Scope, *, headers: dict[str, str], trusted: Collection[Network]) -> str:
    client = scope.get("client")
    return client_address(
        peer=client[0] if client else "", forwarded_for=headers.get("x-forwarded-for", ""), trusted=trusted
    )
