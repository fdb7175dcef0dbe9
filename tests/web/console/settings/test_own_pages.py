"""Own web address, privacy texts, films in sign language: what cannot be taken is said, and what is kept is shown."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings
from tests.factories.settings import CAPTIONS, FILM
from tests.web.console.conftest import City

from baraza.core.settings.domains import list_domains
from baraza.core.settings.privacy import list_privacy_texts
from baraza.core.settings.sign_videos import list_sign_videos
from baraza.core.tenancy.scope import organisation_scope

ADDRESS, PRIVACY, FILMS = (
    "/console/settings/web-address/",
    "/console/settings/privacy/",
    "/console/settings/sign-videos/",
)
FILM_FORM = {"page": "privacy", "sign_language": "sasl", "captions_language": "en"}


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_record_to_be_copied_is_shown_exactly_and_a_check_is_asked_for(city: City) -> None:
    admin = city.signed_in("org_admin")
    admin.post(ADDRESS, {"host": "https://Report.Umngeni.Example/"})
    with organisation_scope(organisation_id=city.profile.id):
        one = next(one for one in list_domains() if one.host == "report.umngeni.example")

    page = text_of(admin.get(ADDRESS))
    checked = admin.post(f"{ADDRESS}{one.id}/check/", follow=True)

    assert 'value="_baraza.report.umngeni.example"' in page
    assert f'value="{one.record_value}"' in page
    assert "not proved yet" in page
    assert "being checked" in text_of(checked)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Write a name such as report.umngeni.gov.za"),
        ("localhost", "This is no name that can be used"),
        ("desk.example.org", "This is no name that can be used"),
    ],
)
def test_a_name_that_cannot_be_is_refused_in_words(city: City, settings: Settings, typed: str, said: str) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "desk.example.org"]

    answer = city.signed_in("org_admin").post(ADDRESS, {"host": typed})

    assert (answer.status_code, said in text_of(answer)) == (422, True)
    with organisation_scope(organisation_id=city.profile.id):
        assert list_domains() == []


def test_a_look_at_a_privacy_text_saves_nothing(city: City) -> None:
    admin = city.signed_in("org_admin")
    form = {"version": "1", "text_en": "## Who\nThe manager & <b>staff</b>", "preview": "yes"}

    looked = admin.post(PRIVACY, form)
    with organisation_scope(organisation_id=city.profile.id):
        before = list_privacy_texts()
    admin.post(PRIVACY, {name: value for name, value in form.items() if name != "preview"})

    assert "The manager &amp; &lt;b&gt;staff&lt;/b&gt;</p>" in text_of(looked)
    assert before == {}
    with organisation_scope(organisation_id=city.profile.id):
        assert list_privacy_texts() == {"en": "## Who\nThe manager & <b>staff</b>"}


@pytest.mark.parametrize(
    ("film", "captions", "said"),
    [
        (b"<html>", CAPTIONS.encode(), "This is no MP4 and no WebM film"),
        (b"", CAPTIONS.encode(), "This file is empty"),
        (FILM, b"Hello", "its first line must be WEBVTT"),
        (FILM, b"\xff\xfe", "its first line must be WEBVTT"),
        (FILM, b"WEBVTT\n\n00:00.000 --> 00:00.100\nA", "Caption 1 is shown for less than a second"),
        (FILM, None, "Choose the captions, a .vtt file"),
    ],
)
def test_no_film_is_kept_that_could_not_be_shown_or_has_no_captions(
    city: City, film: bytes, captions: bytes | None, said: str
) -> None:
    files = {"film": SimpleUploadedFile("film.mp4", film)}
    files |= {"captions": SimpleUploadedFile("film.vtt", captions)} if captions is not None else {}

    answer = city.signed_in("org_admin").post(FILMS, {**FILM_FORM, **files})

    assert (answer.status_code, said in text_of(answer)) == (422, True)
    with organisation_scope(organisation_id=city.profile.id):
        assert list_sign_videos() == []


def test_a_film_with_captions_is_kept_once_per_page_and_language(city: City) -> None:
    admin = city.signed_in("org_admin")
    for _ in range(2):
        files = {
            "film": SimpleUploadedFile("a.mp4", FILM),
            "captions": SimpleUploadedFile("a.vtt", CAPTIONS.encode()),
        }
        answer = admin.post(FILMS, {**FILM_FORM, **files})

    assert answer.status_code == 302
    with organisation_scope(organisation_id=city.profile.id):
        kept = [(one.page, one.sign_language, one.mime) for one in list_sign_videos()]
    assert kept == [("privacy", "sasl", "video/mp4")]
