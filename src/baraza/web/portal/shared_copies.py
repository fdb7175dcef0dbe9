"""Copies of public pages in this process's memory, packed once for every encoding, within a limit of bytes."""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Generic, Protocol, TypeVar

import brotli

Key = tuple[object, ...]
Headers = list[tuple[bytes, bytes]]

_MOST_BYTES: Final = 48 * 1024 * 1024
# What concerns one answer and not the page, or is said anew for each encoding.
_NOT_KEPT: Final = frozenset({b"content-length", b"content-encoding", b"date", b"etag", b"vary", b"x-correlation-id"})
_PACKED_ALREADY: Final = b"image/"
VARY: Final = (b"vary", b"Accept-Language, Accept-Encoding, Cookie")
# A page is packed again every few seconds: the best levels would cost more than making it.
BROTLI_LEVEL: Final = 6
GZIP_LEVEL: Final = 6


@dataclass(frozen=True, slots=True)
class Packed:
    body: bytes
    headers: Headers


@dataclass(frozen=True, slots=True)
class Copy:
    """`plain` without an encoding; `headers` are for who has this copy already; `lasts` when its view says how long."""

    status: int
    lasts: bool
    made_at: float
    etag: bytes
    headers: Headers
    plain: Packed
    br: Packed
    gzip: Packed

    @property
    def size(self) -> int:
        return len(self.plain.body) + len(self.br.body) + len(self.gzip.body)

    def packed(self, encoding: str) -> Packed:
        if encoding == "br":
            return self.br
        return self.gzip if encoding == "gzip" else self.plain


def copy_of(*, status: int, headers: Iterable[tuple[bytes, bytes]], body: bytes, at: float) -> Copy:
    kept = kept_headers(headers)
    given = {name.lower(): value for name, value in kept}
    etag = b'W/"' + hashlib.sha256(body).hexdigest()[:32].encode() + b'"'
    every = [*kept, VARY, (b"etag", etag)]

    def packed(content: bytes, *encoding: tuple[bytes, bytes]) -> Packed:
        return Packed(content, [*every, *encoding, (b"content-length", str(len(content)).encode())])

    plain = packed(body)
    if given.get(b"content-type", b"").startswith(_PACKED_ALREADY):
        br = gz = plain
    else:
        br = packed(brotli.compress(body, quality=BROTLI_LEVEL), (b"content-encoding", b"br"))
        gz = packed(gzip.compress(body, GZIP_LEVEL, mtime=0), (b"content-encoding", b"gzip"))
    return Copy(
        status=status,
        lasts=b"cache-control" in given,
        made_at=at,
        etag=etag,
        headers=[(name, value) for name, value in every if name.lower() != b"content-type"],
        plain=plain,
        br=br,
        gzip=gz,
    )


def kept_headers(headers: Iterable[tuple[bytes, bytes]]) -> Headers:
    """Those of the page, and not of the one answer it came with."""
    return [(name, value) for name, value in headers if name.lower() not in _NOT_KEPT]


class Sized(Protocol):
    @property
    def size(self) -> int: ...


C = TypeVar("C", bound=Sized)


class Shelf(Generic[C]):
    """The least recently asked for goes first."""

    def __init__(self, *, most_bytes: int = _MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._copies: OrderedDict[Key, C] = OrderedDict()
        self._bytes = 0

    def get(self, key: Key) -> C | None:
        found = self._copies.get(key)
        if found is not None:
            self._copies.move_to_end(key)
        return found

    def put(self, key: Key, copy: C) -> None:
        before = self._copies.pop(key, None)
        self._bytes -= before.size if before is not None else 0
        self._copies[key] = copy
        self._bytes += copy.size
        while self._bytes > self._most_bytes:
            _, oldest = self._copies.popitem(last=False)
            self._bytes -= oldest.size


@lru_cache(maxsize=256)
def encoding_of(accepted: bytes) -> str:
    """The best of ours that the browser takes: br, gzip, or empty for none."""
    taken = set()
    for part in accepted.lower().decode("latin-1").split(","):
        name, _, weight = part.partition(";")
        if weight.strip().replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000"):
            taken.add(name.strip())
    return next((one for one in ("br", "gzip") if one in taken), "")
