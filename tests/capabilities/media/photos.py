"""Photos, and things that only look like photos, made on the spot."""

import io
import struct
import zipfile
import zlib

from PIL import ExifTags, Image

CAMERA = "SecretCamera 3000"


def picture(width: int = 640, height: int = 480, *, mode: str = "RGB", colour: object = (200, 30, 30)) -> Image.Image:
    return Image.new(mode, (width, height), colour)  # type: ignore[arg-type]


def written(image: Image.Image, file_format: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, format=file_format, **options)  # type: ignore[arg-type]
    return file.getvalue()


def jpeg(width: int = 640, height: int = 480, **options: object) -> bytes:
    return written(picture(width, height), "JPEG", **options)


def jpeg_of_durban(*, orientation: int = 1) -> bytes:
    """29° 51' 30" S, 31° 1' 12" E, written as cameras write it."""
    image = picture()
    exif = image.getexif()
    exif[ExifTags.Base.Make] = CAMERA
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.IFD.GPSInfo] = {
        ExifTags.GPS.GPSLatitudeRef: "S",
        ExifTags.GPS.GPSLatitude: (29.0, 51.0, 30.0),
        ExifTags.GPS.GPSLongitudeRef: "E",
        ExifTags.GPS.GPSLongitude: (31.0, 1.0, 12.0),
    }
    return written(image, "JPEG", exif=exif.tobytes())


def animated(file_format: str) -> bytes:
    """A red frame, then a blue one."""
    red, blue = picture(64, 64, colour=(255, 0, 0)), picture(64, 64, colour=(0, 0, 255))
    return written(red, file_format, save_all=True, append_images=[blue], duration=100)


def zip_bomb() -> bytes:
    """A few kilobytes that would unpack to many megabytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("photo.jpg", b"\0" * 10_000_000)
    return file.getvalue()


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png_bomb(width: int = 50_000, height: int = 50_000) -> bytes:
    """A small file whose header promises two and a half thousand million pixels."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def png_text_bomb() -> bytes:
    """A small picture with a compressed comment that unpacks to a hundred megabytes."""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    comment = b"Comment\0\0" + zlib.compress(b"A" * 100_000_000, 9)
    rows = zlib.compress(b"\0\xff\0\0")
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"zTXt", comment)
        + _chunk(b"IDAT", rows)
        + _chunk(b"IEND", b"")
    )


def heic() -> bytes:
    return struct.pack(">I", 24) + b"ftypheic" + b"\0\0\0\0" + b"mif1heic" + b"\0" * 400


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image
