"""Two sources as a provider adapter would write them: one that stores, one that answers inside the request."""

from __future__ import annotations

import json

from baraza.core.ingress.contract import ConnectionFacts, Item, JsonObject, RawRequest, RawResponse, Unreadable
from baraza.lib.signing import hmac_sha256_hex, matches

SECRET = "s3cr3t"


def signature(body: bytes) -> str:
    return hmac_sha256_hex(secret=SECRET, body=body)


class StoringSource:
    """Bodies are `{"items": [{"id": …, "sender": …}, …]}` with a signature over the bytes."""

    inline = False
    content_types = frozenset({"application/json"})

    def handshake(self, *, request: RawRequest, connection: ConnectionFacts) -> RawResponse:  # noqa: ARG002 - the protocol asks for it
        return RawResponse(status=200, body=request.query.get("challenge", "").encode())

    def verify(self, *, request: RawRequest, connection: ConnectionFacts) -> bool:
        expected = hmac_sha256_hex(secret=connection.secrets["app_secret"], body=request.body)
        return matches(expected=expected, given=request.headers.get("x-signature", ""))

    def items(self, *, request: RawRequest, connection: ConnectionFacts) -> list[Item]:  # noqa: ARG002 - the protocol asks for it
        try:
            rows = json.loads(request.body)["items"]
        except (ValueError, KeyError, TypeError) as error:
            raise Unreadable(str(error)) from error
        return [
            Item(item_id=row["id"], kind="message", sender=row.get("sender", "+27820000001"), payload=row)
            for row in rows
        ]

    def acknowledge(self, *, answer: JsonObject | None) -> RawResponse:  # noqa: ARG002 - the protocol asks for it
        return RawResponse(status=200, body=b"stored")


class AnsweringSource(StoringSource):
    """The same bodies, answered with what the handler returned."""

    inline = True

    def acknowledge(self, *, answer: JsonObject | None) -> RawResponse:
        if answer == {"failed": True}:
            return RawResponse(status=200, body=b"END Sorry")
        return RawResponse(status=200, body=f"CON {json.dumps(answer)}".encode())
