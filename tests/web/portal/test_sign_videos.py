"""Key pages told in sign language: with captions, piece by piece, and nothing at all where there is no film."""

import pytest
from tests.factories.core import make_member, make_organisation
from tests.factories.settings import CAPTIONS, FILM, make_sign_video
from tests.web.portal.resident import Resident, words_of

from baraza.core.tenancy.scope import organisation_scope

LARGE = FILM + bytes(range(256)) * 5000


@pytest.fixture
def film(resident: Resident) -> int:
    admin = make_member(organisation_id=resident.city.id, role="org_admin")
    with organisation_scope(organisation_id=resident.city.id):
        return make_sign_video(actor=admin, film=LARGE)


@pytest.mark.parametrize("path", ["", "report/", "track/", "privacy/", "accessibility/"])
def test_without_a_film_nothing_of_it_is_shown(resident: Resident, path: str) -> None:
    page = resident.get(path).content.decode()

    assert "<video" not in page
    assert "sign language" not in page


def test_a_film_is_shown_with_captions_and_its_words_on_its_page_alone(resident: Resident, film: int) -> None:
    page = resident.get("")

    html = page.content.decode()
    assert f'<source src="/{resident.city.slug}/signed/{film}/film?v=' in html
    assert '<track kind="captions"' in html
    assert "This page in sign language: South African Sign Language (SASL)" in words_of(page)
    assert "Tell us what is broken." in words_of(page)
    assert "media-src 'self'" in page.headers["Content-Security-Policy"]
    assert "<video" not in resident.get("track/").content.decode()


def test_captions_are_handed_out_as_they_were_kept(resident: Resident, film: int) -> None:
    answer = resident.get(f"signed/{film}/captions.vtt")

    assert (answer.headers["Content-Type"], answer.content.decode()) == ("text/vtt; charset=utf-8", CAPTIONS)


@pytest.mark.parametrize(
    ("asked", "status", "first", "last"),
    [
        ("bytes=0-9", 206, 0, 9),
        ("bytes=100-", 206, 100, 100 + 1024 * 1024 - 1),
        ("bytes=1200000-", 206, 1_200_000, len(LARGE) - 1),
        ("bytes=10-99999999", 206, 10, 10 + 1024 * 1024 - 1),
    ],
)
def test_a_film_is_handed_out_piece_by_piece(
    resident: Resident, film: int, asked: str, status: int, first: int, last: int
) -> None:
    answer = resident.get(f"signed/{film}/film", headers={"Range": asked})

    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "video/mp4")
    assert answer.headers["Content-Range"] == f"bytes {first}-{last}/{len(LARGE)}"
    assert answer.content == LARGE[first : last + 1]


@pytest.mark.parametrize("asked", ["", "lines=1-2", "bytes=-5"])
def test_who_asks_for_no_piece_gets_it_all(resident: Resident, film: int, asked: str) -> None:
    answer = resident.get(f"signed/{film}/film", headers={"Range": asked} if asked else {})

    assert (answer.status_code, answer.headers["Accept-Ranges"], answer.content) == (200, "bytes", LARGE)


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=9-1"])
def test_a_piece_that_is_not_there_is_refused(resident: Resident, film: int, asked: str) -> None:
    answer = resident.get(f"signed/{film}/film", headers={"Range": asked})

    assert (answer.status_code, answer.headers["Content-Range"]) == (416, f"bytes */{len(LARGE)}")


def test_another_organisations_film_is_not_there(resident: Resident, film: int) -> None:
    other = make_organisation()

    for name in ("film", "captions.vtt"):
        assert resident.client.get(f"/{other.slug}/signed/{film}/{name}").status_code == 404
