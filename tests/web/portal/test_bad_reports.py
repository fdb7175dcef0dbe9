"""A report with what people really send: a photo that is too large or none at all, far too many words, an old page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.capabilities.media.photos import jpeg
from tests.web.portal.resident import PLACE, WORDS, Resident, errors_of, words_of

from baraza.core.organisations.queries import OrganisationProfile

HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 64
FILES = {
    "20 MB": jpeg(64, 64) + b"\x00" * (20 * 1024 * 1024),
    "a photo of an iPhone that nobody converted": HEIC,
    "a page": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "nothing": b"",
    "the beginning of a photo": jpeg(64, 64)[:200],
}


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_file_that_we_cannot_take_is_said_at_its_field_and_the_words_stay(resident: Resident, name: str) -> None:
    photo = SimpleUploadedFile("photo.jpg", FILES[name], "image/jpeg")
    answer = resident.post("report/", description=WORDS, photos=photo)
    assert answer.status_code == 422
    assert list(errors_of(answer)) == ["photos"]
    assert WORDS in words_of(answer)


def test_ten_thousand_signs_are_too_many_and_none_of_them_is_lost(resident: Resident) -> None:
    answer = resident.post("report/", description="w" * 10_000)
    assert errors_of(answer) == {"description": ["This is too long. Write at most 4000 characters"]}
    assert "w" * 10_000 in answer.content.decode()


def test_thirty_photos_are_refused_before_any_is_stored(resident: Resident) -> None:
    photos = [SimpleUploadedFile(f"{n}.jpg", jpeg(16, 16), "image/jpeg") for n in range(30)]
    answer = resident.post("report/", description=WORDS, photos=photos)
    assert list(errors_of(answer)) == ["photos"]


@pytest.mark.parametrize("place", [("51.5", "-0.12"), ("-34.5", "0"), ("0", "0"), ("nan", "28"), ("91", "200")])
def test_a_place_outside_the_country_is_said_and_taken_out(resident: Resident, place: tuple[str, str]) -> None:
    resident.post("report/", description=WORDS)
    answer = resident.post("report/place/", place_text="", latitude=place[0], longitude=place[1])
    assert answer.status_code == 422
    assert "place_text" in errors_of(answer) or "latitude" in errors_of(answer)


def test_a_page_that_is_too_old_says_what_to_do(city: OrganisationProfile) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(f"/{city.slug}/report/", {"description": WORDS})
    assert answer.status_code == 403
    assert "again" in words_of(answer)


def test_the_back_button_after_sending_leads_to_the_same_reference_or_a_new_report(resident: Resident) -> None:
    key = resident.write_up_to_the_check()
    first = resident.post("report/check/", key=key)
    again = resident.post("report/check/", key=key)
    assert again.url == first.url
    assert resident.get("report/check/").url == resident.address("report/")
    assert len(resident.complaints()) == 1


def test_a_report_may_begin_with_the_place_and_is_not_asked_for_it_twice(resident: Resident) -> None:
    assert "Start with the place instead" in words_of(resident.get("report/"))
    assert resident.post("report/place/", place_text=PLACE).url == resident.address("report/")
    assert f"Place: {PLACE}, City of Johannesburg" in words_of(resident.get("report/"))
    assert resident.post("report/", description=WORDS).url == resident.address("report/kind/")
    assert resident.post("report/kind/", category="").url == resident.address("report/near/")
    resident.post("report/contact/", name="", phone="")
    key = resident.get("report/check/").context["draft"].key
    resident.post("report/check/", key=key)
    [complaint] = resident.complaints()
    assert (complaint.place, complaint.description) == (PLACE, WORDS)
