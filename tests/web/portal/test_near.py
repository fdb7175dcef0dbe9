"""A matter that a neighbour reported already is followed instead of written again; places that photos know."""

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image
from tests.factories.complaints import make_complaint
from tests.factories.core import make_member
from tests.web.portal.resident import WORDS, Resident, errors_of, words_of

from baraza.core.identity.actor import resident as acting
from baraza.core.settings.reporting import allow_anonymous
from baraza.core.tenancy.scope import organisation_scope
from baraza.services.complaints.actions.words import comment
from baraza.services.complaints.queries.one import get_complaint

AT = {"place_text": "", "latitude": "-29.9706", "longitude": "30.8837"}


@pytest.fixture
def reported(resident: Resident) -> str:
    with organisation_scope(organisation_id=resident.city.id):
        return make_complaint(
            category="water_leak", description="Thandi's pipe", latitude=-29.9707, longitude=30.8837
        ).reference


def key_in(page: Any) -> str:
    found = re.search(r'name="key" value="([0-9a-f]+)"', page.content.decode())
    assert found
    return found[1]


def test_a_report_near_by_is_offered_without_its_words(resident: Resident, reported: str) -> None:
    resident.describe(**AT)

    shown = words_of(resident.get("report/near/"))

    assert "11 m from here" in shown
    assert "Thandi" not in shown


def test_what_is_nearer_than_a_pin_can_be_set_is_at_the_same_place(resident: Resident, reported: str) -> None:
    resident.describe(**{**AT, "latitude": "-29.97068"})

    shown = words_of(resident.get("report/near/"))

    assert "At the same place, reported on" in shown
    assert " m from here" not in shown


def test_who_has_the_same_problem_follows_once_and_opens_no_second_report(resident: Resident, reported: str) -> None:
    resident.describe(**AT)
    key = key_in(resident.get("report/near/"))

    answers = [resident.post("report/near/", key=key, reference=reported, phone="") for _ in range(2)]

    assert {answer.url for answer in answers} == {resident.address(f"track/{reported}/")}
    with organisation_scope(organisation_id=resident.city.id):
        assert get_complaint(reference=reported).followers == 1
    assert [line.text for line in resident.timeline(reported)] == [WORDS]
    assert len(resident.complaints()) == 1


def test_who_follows_sees_no_words_of_the_reporter_and_cannot_open_it_again(resident: Resident, reported: str) -> None:
    resident.describe(**AT)
    resident.post("report/near/", key=key_in(resident.get("report/near/")), reference=reported, phone="")
    with organisation_scope(organisation_id=resident.city.id):
        comment(actor=acting(contact_id=None), reference=reported, text="Ring at Thandi's", source_key="c")

    page = words_of(resident.get(f"track/{reported}/"))
    refused = resident.post(f"track/{reported}/reopen/", text="Again", key="00000000-0000-4000-8000-000000000007")

    assert "Thandi" not in page
    assert "Stop following" in page
    assert refused.status_code == 403


def test_a_report_that_is_not_near_cannot_be_followed_from_this_page(resident: Resident, reported: str) -> None:
    with organisation_scope(organisation_id=resident.city.id):
        far = make_complaint(category="water_leak", latitude=-26.2, longitude=28.0).reference
    resident.describe(**AT)

    answer = resident.post("report/near/", key=key_in(resident.get("report/near/")), reference=far, phone="")

    assert list(errors_of(answer)) == ["reference"]


def test_none_of_these_goes_on_to_a_report_of_ones_own(resident: Resident, reported: str) -> None:
    resident.describe(**AT)

    answer = resident.post("report/near/", key="x", reference="none", phone="")

    assert answer.url == resident.address("report/contact/")


def photo_taken_at() -> SimpleUploadedFile:
    picture, written, exif = Image.new("RGB", (64, 48), "teal"), io.BytesIO(), Image.Exif()
    gps = {
        ExifTags.GPS.GPSLatitudeRef: "S",
        ExifTags.GPS.GPSLatitude: (29.0, 58.0, 14.16),
        ExifTags.GPS.GPSLongitudeRef: "E",
        ExifTags.GPS.GPSLongitude: (30.0, 53.0, 1.32),
    }
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(gps)
    picture.save(written, "JPEG", exif=exif)
    return SimpleUploadedFile("where.jpg", written.getvalue())


def test_the_position_of_a_photo_is_offered_and_taken_only_when_it_is_chosen(resident: Resident) -> None:
    resident.post("report/", description=WORDS, photos=photo_taken_at())
    resident.post("report/kind/", category="")
    page = resident.get("report/place/")
    (media_id,) = page.context["draft"].photos
    stored = resident.client.get(resident.address(f"report/photos/{media_id}/")).content

    resident.post("report/place/", photo="1")
    draft = resident.get("report/contact/").context["draft"]

    assert "Use where the photo was taken" in words_of(page)
    assert page.context["form"]["latitude"].value() is None
    assert (round(draft.latitude, 4), round(draft.longitude, 4), draft.area_code) == (-29.9706, 30.8837, "ETH")
    assert not Image.open(io.BytesIO(stored)).getexif()


def test_an_organisation_may_ask_everybody_for_a_number(resident: Resident) -> None:
    admin = make_member(organisation_id=resident.city.id, role="org_admin")
    with organisation_scope(organisation_id=resident.city.id):
        allow_anonymous(actor=admin, allowed=False, version=1)
    resident.describe()
    key = resident.client.session[f"report:{resident.city.slug}"]["key"]

    nameless = resident.post("report/contact/", name="", phone="")
    by_hand = resident.post("report/check/", key=key)

    assert errors_of(nameless) == {"phone": ["Write your mobile number"]}
    assert by_hand.status_code == 302
    assert resident.complaints() == []
