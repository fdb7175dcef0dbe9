"""Files that are no photos: said in words, kept nowhere, and the talk goes on."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from PIL import Image
from tests.journeys.desk import City, words_of
from tests.journeys.talks import choose, said

from baraza.capabilities.media.models import Media
from baraza.operations.demo import graph_api

pytestmark = [pytest.mark.journey, pytest.mark.badday]

PHOTO = (Path(graph_api.__file__).parent / "photos" / "burst-pipe.jpg").read_bytes()
NO_PHOTO = "This file is not a photo that we can open. Please send a JPEG or PNG photo."
TOO_LARGE = "This photo is too large. Please send a smaller one."
DAMAGED = "This photo is damaged. Please take it again or send another one."
GONE = "We could not get your photo. Please send it again."


def _zip_bomb() -> bytes:
    """Forty megabytes of zeros in forty kilobytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("photo.jpg", bytes(40 * 1024 * 1024))
    return written.getvalue()


def _png_bomb() -> bytes:
    """A picture of 50,000 by 50,000 points, of which the file says little."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _truncated_png() -> bytes:
    written = io.BytesIO()
    Image.effect_noise((600, 400), 90).save(written, format="PNG")
    return written.getvalue()[: len(written.getvalue()) // 3]


FILES = {
    "a text that is named a photo": (b"This is a text and not a photo.", NO_PHOTO),
    "nothing": (b"", NO_PHOTO),
    "a web page": (b"<html><script>alert(1)</script></html>", NO_PHOTO),
    "a program": (b"MZ" + bytes(5000), NO_PHOTO),
    "a drawing with a script": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', NO_PHOTO),
    "a zip bomb": (_zip_bomb(), NO_PHOTO),
    "a PNG bomb": (_png_bomb(), TOO_LARGE),
    "half a PNG": (_truncated_png(), DAMAGED),
    "half a JPEG": (PHOTO[: len(PHOTO) // 3], DAMAGED),
    "the first bytes of a JPEG": (PHOTO[:40], DAMAGED),
    "more than WhatsApp carries": (PHOTO + bytes(6 * 1024 * 1024), GONE),
}


@pytest.mark.parametrize(("content", "words"), FILES.values(), ids=FILES.keys())
def test_a_file_that_is_no_photo_is_refused_in_words_and_the_report_is_finished(
    city: City, content: bytes, words: str
) -> None:
    # given a report up to the photo
    phone = city.whatsapp_phone()
    phone.text("Hello")
    said(phone, "Choose your language")
    choose(phone, "lang:en")
    said(phone, "What would you like to do")
    phone.text("Burst pipe in front of the school")
    said(phone, "Is that right")
    choose(phone, "yes")
    said(phone, "Send a photo")
    # when the file comes
    phone.image(content=content)
    told = words_of(said(phone, words))
    # then the person goes on as if nothing had been sent, or with another photo
    phone.location(latitude=-26.2385, longitude=27.9087)
    said(phone, "Is that in")
    choose(phone, "yes")
    shown = words_of(said(phone, "Please check"))
    choose(phone, "send")
    said(phone, "Your report is")
    assert told == words
    assert "Photos" not in shown
    with city.scope():
        kept = list(Media.objects.values_list("status", "storage_name"))
    assert kept == [("refused", "")]
