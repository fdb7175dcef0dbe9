"""Makes a safe photo out of bytes that anybody may have sent: opened by content, bounded, stripped, written anew.

What is stored is never what was sent: only the picture itself survives, so hidden data and second file types do not.
"""

import io
import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from baraza.capabilities.media.errors import MediaUnacceptable, Refusal

BYTES_AT_MOST = 16 * 1024 * 1024
PIXELS_AT_MOST = 40_000_000
FULL_SIDE = 2048
THUMBNAIL_SIDE = 320
MIME = "image/jpeg"
# A file of some kilobytes may have so many pixels; decoded they take up to eight bytes each, and anybody may send one.
AT_A_TIME = 2
_few_at_a_time = threading.BoundedSemaphore(AT_A_TIME)
# In others a pixel is no colour that could be mixed with its neighbours.
_SHRINK_AT_ONCE = frozenset({"RGB", "RGBA", "L", "LA", "CMYK", "YCbCr"})
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
# What Pillow raises for broken files; each decoder has its own ideas.
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError, MemoryError)


@dataclass(frozen=True, kw_only=True)
class Position:
    latitude: float
    longitude: float


@dataclass(frozen=True, kw_only=True)
class Photo:
    """`position` is where the camera said it was; a suggestion that the person confirms."""

    full: bytes = field(repr=False)
    thumbnail: bytes = field(repr=False)
    width: int
    height: int
    position: Position | None


def make_photo(content: bytes) -> Photo:
    """Raises MediaUnacceptable with the reason."""
    if len(content) > BYTES_AT_MOST:
        raise MediaUnacceptable(Refusal.TOO_LARGE)
    with _few_at_a_time, open_picture(content) as image:
        # Known from the header; nothing has been decoded yet.
        if image.width * image.height > PIXELS_AT_MOST:
            raise MediaUnacceptable(Refusal.TOO_LARGE)
        with broken_picture():
            position = _position(image)
            picture = _picture(image)
    thumbnail = picture.copy()
    thumbnail.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return Photo(
        full=_jpeg(picture),
        thumbnail=_jpeg(thumbnail),
        width=picture.width,
        height=picture.height,
        position=position,
    )


@contextmanager
def broken_picture() -> Iterator[None]:
    """What a decoder says of a broken file, in our word."""
    try:
        yield
    except _BROKEN as error:
        raise MediaUnacceptable(Refusal.DAMAGED) from error


def open_picture(content: bytes) -> Image.Image:
    """By its content, whatever its name said. Raises MediaUnacceptable."""
    heic = content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS
    formats = (*_FORMATS, "HEIF") if heic and "HEIF" in Image.OPEN else _FORMATS
    try:
        return Image.open(io.BytesIO(content), formats=formats)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise MediaUnacceptable(Refusal.TOO_LARGE) from error
    except UnidentifiedImageError as error:
        raise MediaUnacceptable(Refusal.HEIC if heic else Refusal.NOT_A_PHOTO) from error
    except _BROKEN as error:
        raise MediaUnacceptable(Refusal.DAMAGED) from error


def _picture(image: Image.Image) -> Image.Image:
    """The first frame, upright, in plain colours, at most as large as we show it."""
    # JPEG can be decoded at a fraction of its size, which spares most of the memory.
    image.draft("RGB", (FULL_SIDE, FULL_SIDE))
    image.load()
    if image.mode in _SHRINK_AT_ONCE and "transparency" not in image.info:
        # Before anything else: each further step would copy all of it.
        image.thumbnail((FULL_SIDE, FULL_SIDE))
    upright = ImageOps.exif_transpose(image)
    if upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info:
        layers = upright.convert("RGBA")
        plain = Image.new("RGB", layers.size, "white")
        plain.paste(layers, mask=layers.getchannel("A"))
    else:
        plain = upright.convert("RGB")
    plain.thumbnail((FULL_SIDE, FULL_SIDE))
    plain.info.clear()
    return plain


def _jpeg(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, format="JPEG", quality=85)
    return written.getvalue()


def _position(image: Image.Image) -> Position | None:
    try:
        gps = image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
        latitude = _degrees(gps[ExifTags.GPS.GPSLatitude], gps[ExifTags.GPS.GPSLatitudeRef], "S")
        longitude = _degrees(gps[ExifTags.GPS.GPSLongitude], gps[ExifTags.GPS.GPSLongitudeRef], "W")
    except (*_BROKEN, ZeroDivisionError, AttributeError):
        # No position, or one that cannot be read: nothing is lost, the person is asked for the place.
        return None
    inside = abs(latitude) <= 90 and abs(longitude) <= 180  # noqa: PLR2004 - the poles and the date line
    # Cameras without a fix write zeros.
    return Position(latitude=latitude, longitude=longitude) if inside and (latitude or longitude) else None


def _degrees(parts: tuple[float, float, float], reference: str, negative: str) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(value):
        raise ValueError("Not a position.")
    return round(-value if reference.strip("\x00 ").upper() == negative else value, 6)
