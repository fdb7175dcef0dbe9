"""A form as one copy for all, with a hole where each visitor's own token against forged posts goes.

Packed once, around the hole: a stream of deflate or brotli may hold a block that is not compressed, and the token becomes
one. Whether the streams unpack to the page is tried when a copy is made. See decision 0066.
"""

import re
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import brotli
from django.http import HttpRequest, HttpResponse, parse_cookie
from django.middleware.csrf import CSRF_TOKEN_LENGTH, CsrfViewMiddleware, get_token

from baraza.web.portal.shared_copies import BROTLI_LEVEL, GZIP_LEVEL, VARY, Headers, Packed, kept_headers

# What is packed in the token's place: no text has these bytes in this order, so no packer refers back to them.
STAND_IN: Final = bytes(range(0x80, 0x80 + CSRF_TOKEN_LENGTH))
_TOKEN: Final = re.compile(rb'name="csrfmiddlewaretoken" value="([A-Za-z0-9]{%d})"' % CSRF_TOKEN_LENGTH)
# Brotli reads a letter in the light of the two before it, so two that never change follow the token in its block.
_BEHIND: Final = 2
_GZIP_HEAD: Final = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"


class NoHole(ValueError):
    """The page has no token, or could not be packed around it."""


@dataclass(frozen=True, slots=True)
class FormCopy:
    """The page without its tokens, in pieces: as it is, and as streams of brotli and deflate."""

    status: int
    made_at: float
    headers: Headers
    plain: tuple[bytes, ...]
    br: tuple[bytes, ...]
    deflated: tuple[bytes, ...]
    behind: tuple[bytes, ...]

    @property
    def size(self) -> int:
        return sum(len(piece) for pieces in (self.plain, self.br, self.deflated) for piece in pieces)

    def filled(self, *, token: bytes, encoding: str) -> Packed:
        page = token.join(self.plain)
        if encoding == "br":
            body = _woven(self.br, [_brotli_block(token + behind) for behind in self.behind])
        elif encoding == "gzip":
            deflated = _woven(self.deflated, [_deflate_block(token + behind) for behind in self.behind])
            body = _GZIP_HEAD + deflated + struct.pack("<II", zlib.crc32(page), len(page))
        else:
            return Packed(page, [*self.headers, _length(page)])
        return Packed(body, [*self.headers, (b"content-encoding", encoding.encode()), _length(body)])


def form_copy_of(*, status: int, headers: Iterable[tuple[bytes, bytes]], body: bytes, at: float) -> FormCopy:
    """Raises NoHole. The token that is in `body` and its cookie are thrown away; nobody gets them."""
    found = _TOKEN.search(body)
    if found is None:
        raise NoHole
    plain = tuple(body.split(found[1]))
    behind = tuple(piece[:_BEHIND] for piece in plain[1:])
    copy = FormCopy(
        status=status,
        made_at=at,
        headers=[*((name, value) for name, value in kept_headers(headers) if name.lower() != b"set-cookie"), VARY],
        plain=plain,
        br=_brotli_pieces(plain),
        deflated=_deflate_pieces(plain),
        behind=behind,
    )
    token = found[1][::-1]
    page = token.join(plain)
    unpacked = brotli.decompress(copy.filled(token=token, encoding="br").body)
    if not unpacked == page == zlib.decompress(copy.filled(token=token, encoding="gzip").body, wbits=31):
        raise NoHole
    return copy


def token_for(*, cookie: bytes) -> tuple[bytes, tuple[bytes, bytes]]:
    """A token for the secret in the visitor's cookie, or for a new one, and the header that sets or renews the cookie."""
    request = HttpRequest()
    request.COOKIES = parse_cookie(cookie.decode("latin-1"))
    _against_forgery.process_request(request)
    token = get_token(request)
    response = _against_forgery.process_response(request, HttpResponse())
    (set_cookie,) = response.cookies.values()
    return token.encode(), (b"set-cookie", set_cookie.OutputString().encode())


_against_forgery: Final = CsrfViewMiddleware(lambda _: HttpResponse())


def _brotli_pieces(plain: tuple[bytes, ...]) -> tuple[bytes, ...]:
    packer = brotli.Compressor(quality=BROTLI_LEVEL)
    pieces = [packer.process(plain[0]) + packer.flush()]
    for piece in plain[1:]:
        # What it makes of the stand-in is thrown away.
        packer.process(STAND_IN + piece[:_BEHIND])
        packer.flush()
        pieces.append(packer.process(piece[_BEHIND:]) + packer.flush())
    return (*pieces[:-1], pieces[-1] + packer.finish())


def _deflate_pieces(plain: tuple[bytes, ...]) -> tuple[bytes, ...]:
    packer = zlib.compressobj(level=GZIP_LEVEL, wbits=-15)
    pieces = [packer.compress(plain[0]) + packer.flush(zlib.Z_SYNC_FLUSH)]
    for piece in plain[1:]:
        packer.compress(STAND_IN + piece[:_BEHIND])
        packer.flush(zlib.Z_SYNC_FLUSH)
        pieces.append(packer.compress(piece[_BEHIND:]) + packer.flush(zlib.Z_SYNC_FLUSH))
    return (*pieces[:-1], pieces[-1] + packer.flush(zlib.Z_FINISH))


def _brotli_block(content: bytes) -> bytes:
    """RFC 7932, 9.2: not the last (1 bit), length in four nibbles (2 bits), length - 1 (16 bits), uncompressed (1 bit)."""
    return (len(content) - 1 << 3 | 1 << 19).to_bytes(3, "little") + content


def _deflate_block(content: bytes) -> bytes:
    """RFC 1951, 3.2.4: not the last, stored; the length and its complement."""
    return struct.pack("<BHH", 0, len(content), len(content) ^ 0xFFFF) + content


def _woven(pieces: tuple[bytes, ...], blocks: list[bytes]) -> bytes:
    return pieces[0] + b"".join(block + piece for block, piece in zip(blocks, pieces[1:], strict=True))


def _length(body: bytes) -> tuple[bytes, bytes]:
    return b"content-length", str(len(body)).encode()
