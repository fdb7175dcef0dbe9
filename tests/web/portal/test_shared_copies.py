"""Copies of public pages: packed as browsers read them, and never more than there is room for."""

from __future__ import annotations

import gzip

import brotli
import pytest

from baraza.web.portal.shared_copies import Shelf, copy_of, encoding_of


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        (b"gzip, deflate, br, zstd", "br"),
        (b"gzip;q=1.0, br;q=0", "gzip"),
        (b"GZIP", "gzip"),
        (b"identity", ""),
        (b"", ""),
        (b"brotli", ""),
    ],
)
def test_a_page_is_packed_as_the_browser_can_read_it(accepted: bytes, encoding: str) -> None:
    body = b"<p>words</p>" * 50
    copy = copy_of(status=200, headers=[(b"content-type", b"text/html")], body=body, at=0)

    packed = copy.packed(encoding_of(accepted))

    unpacked = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[encoding](packed.body)
    headers = dict(packed.headers)
    assert unpacked == body
    assert headers.get(b"content-encoding", b"").decode() == encoding
    assert int(headers[b"content-length"]) == len(packed.body)


def test_copies_never_need_more_than_their_room() -> None:
    one = copy_of(status=200, headers=[], body=b"x" * 1000, at=0)
    shelf = Shelf(most_bytes=one.size * 2)

    for key in ("a", "b", "c"):
        shelf.put((key,), one)
    shelf.put(("c",), one)

    assert [shelf.get((key,)) is not None for key in ("a", "b", "c")] == [False, True, True]
