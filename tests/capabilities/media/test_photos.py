"""Only the picture survives, and only if it is one."""

import io

import pytest
from django.utils.translation import override
from PIL import Image
from tests.capabilities.media import photos as made

from baraza.capabilities.media import photos
from baraza.capabilities.media.errors import MediaUnacceptable, Refusal, wording_of
from baraza.capabilities.media.photos import Position, make_photo


def refusal_of(content: bytes) -> Refusal:
    with pytest.raises(MediaUnacceptable) as caught:
        make_photo(content)
    return caught.value.reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"", Refusal.NOT_A_PHOTO, id="nothing"),
        pytest.param(b"This is photo.jpg, believe me.", Refusal.NOT_A_PHOTO, id="a text"),
        pytest.param(b"<html><script>alert(1)</script></html>", Refusal.NOT_A_PHOTO, id="a page"),
        pytest.param(
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", Refusal.NOT_A_PHOTO, id="an SVG"
        ),
        pytest.param(b"%PDF-1.7 " + b"0" * 500, Refusal.NOT_A_PHOTO, id="a PDF"),
        pytest.param(made.zip_bomb(), Refusal.NOT_A_PHOTO, id="a zip bomb"),
        pytest.param(made.written(made.picture(), "TIFF"), Refusal.NOT_A_PHOTO, id="a TIFF"),
        pytest.param(made.png_bomb(), Refusal.TOO_LARGE, id="a PNG bomb"),
        pytest.param(made.png_bomb(8001, 5000), Refusal.TOO_LARGE, id="a PNG a little too large"),
        pytest.param(made.png_bomb(10_000, 10_000), Refusal.TOO_LARGE, id="a PNG between our bound and Pillow's"),
        pytest.param(made.jpeg() + b"\0" * 20_000_000, Refusal.TOO_LARGE, id="20 megabytes"),
        pytest.param(made.heic(), Refusal.HEIC, id="an Apple photo"),
        pytest.param(made.jpeg(1200, 900)[:4000], Refusal.DAMAGED, id="half a JPEG"),
        pytest.param(made.jpeg()[:30], Refusal.DAMAGED, id="a JPEG's first bytes"),
    ],
)
def test_what_is_no_photo_is_refused_with_the_reason(content: bytes, reason: Refusal):
    assert refusal_of(content) is reason


def test_a_picture_with_a_bomb_in_its_comment_is_refused():
    assert refusal_of(made.png_text_bomb()) is Refusal.DAMAGED


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_photos_of_the_usual_kinds_are_written_anew_as_jpeg(file_format: str):
    photo = make_photo(made.written(made.picture(800, 600), file_format))
    full = made.opened(photo.full)
    assert (full.format, full.size, photo.width, photo.height) == ("JPEG", (800, 600), 800, 600)
    assert made.opened(photo.thumbnail).size == (320, 240)


def test_large_photos_are_made_smaller_and_small_ones_stay():
    photo = make_photo(made.jpeg(5000, 2500))
    assert made.opened(photo.full).size == (2048, 1024)
    assert made.opened(make_photo(made.jpeg(10, 10)).thumbnail).size == (10, 10)


def test_where_and_with_what_it_was_taken_is_read_and_then_gone():
    # given
    sent = made.jpeg_of_durban()
    assert made.CAMERA.encode() in sent
    # when
    photo = make_photo(sent)
    # then
    assert photo.position == Position(latitude=-29.858333, longitude=31.02)
    for content in (photo.full, photo.thumbnail):
        assert made.CAMERA.encode() not in content
        assert b"Exif" not in content
        assert dict(made.opened(content).getexif()) == {}


def test_a_photo_taken_sideways_stands_upright():
    assert made.opened(make_photo(made.jpeg_of_durban(orientation=6)).full).size == (480, 640)


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [((0, 0, 0), (0, 0, 0)), ((95, 0, 0), (31, 0, 0)), ((29, 0), (31, 0, 0)), (("x", 0, 0), (31, 0, 0))],
)
def test_a_position_that_cannot_be_true_is_no_position(
    latitude: tuple[object, ...], longitude: tuple[object, ...], monkeypatch: pytest.MonkeyPatch
):
    photo = made.opened(made.jpeg())
    gps = {1: "S", 2: latitude, 3: "E", 4: longitude}
    monkeypatch.setattr(type(photo.getexif()), "get_ifd", lambda *_: gps)
    assert make_photo(made.jpeg()).position is None


@pytest.mark.parametrize("file_format", ["GIF", "WEBP"])
def test_of_a_moving_picture_the_first_frame_stays(file_format: str):
    full = made.opened(make_photo(made.animated(file_format)).full)
    red, green, blue = full.getpixel((32, 32))  # type: ignore[misc]
    assert (red > 200, green < 60, blue < 60, getattr(full, "n_frames", 1)) == (True, True, True, 1)


def test_a_second_file_hidden_behind_the_photo_does_not_survive():
    hidden = made.zip_bomb()
    photo = make_photo(made.jpeg() + hidden + b"<script>alert(1)</script>")
    assert b"PK\x03\x04" not in photo.full
    assert b"<script>" not in photo.full


def test_a_comment_in_the_photo_does_not_survive():
    photo = make_photo(made.jpeg(comment=b"<script>alert(1)</script>"))
    assert b"script" not in photo.full


@pytest.mark.parametrize(
    ("mode", "colour"), [("RGBA", (0, 0, 0, 0)), ("LA", (0, 0)), ("P", 0), ("1", 1), ("I;16", 65535), ("L", 255)]
)
def test_every_kind_of_pixel_is_taken_and_what_is_transparent_is_white(mode: str, colour: object):
    image = made.picture(20, 20, mode=mode, colour=colour)
    photo = make_photo(made.written(image, "PNG"))
    assert made.opened(photo.full).mode == "RGB"


def test_a_photo_for_print_is_taken():
    photo = make_photo(made.written(made.picture(mode="CMYK", colour=(0, 255, 255, 0)), "JPEG"))
    assert made.opened(photo.full).mode == "RGB"


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "CMYK"])
def test_many_pixels_are_copied_no_further_than_they_are_shown(mode: str, monkeypatch: pytest.MonkeyPatch):
    """A file of some kilobytes may have forty million, and anybody may send a few at the same moment."""
    seen = list[tuple[tuple[int, int], int]]()

    def upright(image: Image.Image) -> Image.Image:
        seen.append((image.size, photos._few_at_a_time._value))
        return image

    monkeypatch.setattr(photos, "FULL_SIDE", 64)
    monkeypatch.setattr(photos.ImageOps, "exif_transpose", upright)
    content = io.BytesIO()
    Image.new(mode, (640, 400)).save(content, format="JPEG" if mode == "CMYK" else "PNG")
    make_photo(content.getvalue())

    assert seen == [((64, 40), photos.AT_A_TIME - 1)]


def test_every_refusal_has_words_for_people():
    with override("en"):
        assert all(wording_of(reason).endswith(".") for reason in Refusal)
