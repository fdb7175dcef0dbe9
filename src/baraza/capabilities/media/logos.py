"""Makes a safe logo out of an uploaded file: opened by content, bounded, written anew as a small PNG."""

import io
from typing import Final

from PIL import Image, ImageOps

from baraza.capabilities.media.errors import MediaUnacceptable, Refusal
from baraza.capabilities.media.photos import broken_picture, open_picture

BYTES_AT_MOST: Final = 1024 * 1024
LEAST_SIDE, MOST_SIDE = 64, 4096
# Twice the size at which it is shown, for screens with small pixels.
KEPT_SIDE: Final = 144
MIME: Final = "image/png"


def make_logo(content: bytes) -> bytes:
    """A PNG with its transparency. Raises MediaUnacceptable with the reason."""
    if len(content) > BYTES_AT_MOST:
        raise MediaUnacceptable(Refusal.TOO_LARGE)
    with open_picture(content) as image:
        # Known from the header; nothing has been decoded yet.
        if max(image.size) > MOST_SIDE:
            raise MediaUnacceptable(Refusal.TOO_LARGE)
        if min(image.size) < LEAST_SIDE:
            raise MediaUnacceptable(Refusal.TOO_SMALL)
        with broken_picture():
            image.load()
            picture = ImageOps.exif_transpose(image).convert("RGBA")
    picture.thumbnail((KEPT_SIDE, KEPT_SIDE))
    square = Image.new("RGBA", (KEPT_SIDE, KEPT_SIDE))
    square.paste(picture, ((KEPT_SIDE - picture.width) // 2, (KEPT_SIDE - picture.height) // 2))
    written = io.BytesIO()
    square.save(written, format="PNG", optimize=True)
    return written.getvalue()
