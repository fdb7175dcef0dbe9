"""Photos in the form of a report: taken, kept, left out again, or refused in words."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.capabilities.media.photos import jpeg
from tests.web.portal.resident import Resident, errors_of, words_of

from baraza.core.identity.sign_in import limits

NOT_A_PHOTO = "This file is not a photo that we can open. Please send a JPEG or PNG photo."


def a_photo(name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, jpeg(64, 48), content_type="image/jpeg")


def test_a_file_that_is_no_photo_is_refused_in_words(resident: Resident) -> None:
    answer = resident.describe(photos=SimpleUploadedFile("photo.jpg", b"<script>alert(1)</script>"))

    assert answer.status_code == 422
    assert errors_of(answer) == {"photos": [NOT_A_PHOTO]}


def test_photos_stay_when_another_answer_is_wrong_and_are_shown_to_their_sender_only(
    resident: Resident, settings: Any
) -> None:
    page = resident.describe(description="", photos=a_photo())
    (media_id,) = page.context["draft"].photos
    path = resident.address(f"report/photos/{media_id}/")

    assert "1 photo is kept already." in words_of(page)
    assert "Leave out photo 1" in words_of(page)
    assert resident.client.get(path)["Content-Type"] == "image/jpeg"
    assert Client().get(path).status_code == 404
    resident.report()
    (complaint,) = resident.complaints()
    assert [line.media_id for line in resident.timeline(complaint.reference)] == [media_id]
    own = resident.get(f"track/{complaint.reference}/").content.decode()
    assert f'<img src="{resident.address(f"track/{complaint.reference}/photos/{media_id}/")}" alt="Photo"' in own


def test_a_photo_can_be_left_out_again(resident: Resident) -> None:
    resident.describe(photos=[a_photo("1.jpg"), a_photo("2.jpg")])
    first, second = resident.get("report/").context["draft"].photos

    resident.describe(remove_photos=[first])

    assert resident.get("report/").context["draft"].photos == (second,)


def test_an_address_that_sends_photos_without_end_is_asked_to_wait(
    resident: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PHOTOS_PER_ADDRESS", 1)
    resident.describe(photos=a_photo("1.jpg"))

    answer = resident.describe(photos=a_photo("2.jpg"))

    assert errors_of(answer) == {"photos": ["You sent many photos within an hour. Please send the others later."]}


def test_more_photos_than_we_take_are_refused_before_any_is_stored(resident: Resident) -> None:
    resident.describe(photos=[a_photo("1.jpg"), a_photo("2.jpg")])

    answer = resident.describe(photos=[a_photo("3.jpg"), a_photo("4.jpg")])

    assert errors_of(answer) == {"photos": ["Choose at most 3 photos."]}
    assert len(answer.context["draft"].photos) == 2
