"""A browser and its push service: keys of its own, and what arrives is opened and read as the browser would."""

import json
from dataclasses import dataclass, field
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from tests.fakes.scripted_server import Reply, ScriptedServer, Seen

from baraza.lib.push_keys import encoded

TAKEN = Reply(status=201, body=b"", headers={"Location": "/message/1"})
AUTH = bytes(range(16))


@dataclass
class FakeBrowser:
    """`path` is where its push service takes messages for it."""

    server: ScriptedServer
    path: str = "/push/one"
    pair: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def __post_init__(self) -> None:
        self.server.answer = lambda _: TAKEN

    @property
    def endpoint(self) -> str:
        return self.server.url + self.path

    @property
    def key(self) -> str:
        return encoded(self.pair.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    @property
    def auth(self) -> str:
        return encoded(AUTH)

    def seen(self) -> list[Seen]:
        return [one for one in self.server.seen if one.path == self.path]

    def shown(self) -> list[dict[str, Any]]:
        """What the service worker was given of each message."""
        return [json.loads(self.opened(one.body)) for one in self.seen()]

    def opened(self, body: bytes) -> bytes:
        found: bytes = http_ece.decrypt(body, private_key=self.pair, auth_secret=AUTH, version="aes128gcm")
        return found
