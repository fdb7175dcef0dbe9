"""Nobody acts on somebody else's report; who sent it, holds its link or proves the telephone may."""

import re
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.capabilities.media.photos import jpeg
from tests.factories.complaints import make_complaint
from tests.factories.core import make_member, make_organisation
from tests.web.portal.resident import Resident, errors_of, words_of

from baraza.capabilities.notifications import codes
from baraza.core.identity.actor import resident as acting
from baraza.core.tenancy.scope import organisation_scope
from baraza.messaging.actions import contact_for_phone
from baraza.services.complaints.actions.answers import reply
from baraza.services.complaints.actions.move import move
from baraza.services.complaints.actions.words import follow
from baraza.services.complaints.queries.one import get_complaint
from baraza.services.complaints.queries.own import follows, rating_of
from baraza.services.complaints.queries.own_link import own_link
from baraza.services.complaints.states import State

PHONE = "+27821234567"
ACTS = ["comment", "reopen", "photos", "rate", "unfollow", "follow"]


@pytest.fixture
def person(resident: Resident) -> int:
    with organisation_scope(organisation_id=resident.city.id):
        return contact_for_phone(phone=PHONE, name="Thandi")


@pytest.fixture
def reference(resident: Resident, person: int) -> str:
    with organisation_scope(organisation_id=resident.city.id):
        return make_complaint(contact_id=person).reference


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What would have been sent."""
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr(codes, "notify", lambda **message: sent.append(message))
    return sent


def code_in(message: dict[str, Any]) -> str:
    found = re.search(r"[0-9]{6}", message["text"])
    assert found
    return found[0]


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def done(resident: Resident, reference: str) -> None:
    clerk = make_member(organisation_id=resident.city.id)
    with organisation_scope(organisation_id=resident.city.id):
        move(actor=clerk, reference=reference, wanted=State.RESOLVED, reason="A new pipe for Thandi")


@pytest.mark.parametrize("act", ACTS)
def test_the_reference_alone_lets_nobody_act(resident: Resident, reference: str, act: str) -> None:
    done(resident, reference)
    before = resident.timeline(reference)

    answer = resident.post(
        f"track/{reference}/{act}/",
        text="I am somebody else",
        stars="1",
        key=str(uuid.uuid4()),
        photos=SimpleUploadedFile("a.jpg", jpeg(64, 48)),
    )

    assert answer.status_code == 403
    assert "Is it yours? Show it with a code" in words_of(answer)
    assert resident.timeline(reference) == before


def test_the_reference_alone_shows_no_words(resident: Resident, reference: str) -> None:
    clerk = make_member(organisation_id=resident.city.id)
    with organisation_scope(organisation_id=resident.city.id):
        reply(actor=clerk, reference=reference, text="Thandi, we come on Monday", source_key="r1")
    done(resident, reference)

    shown = words_of(resident.get(f"track/{reference}/"))

    assert "Thandi" not in shown
    assert "Done" in shown


def test_a_link_of_another_report_or_another_city_opens_nothing(resident: Resident, reference: str) -> None:
    other = make_organisation()
    with organisation_scope(organisation_id=resident.city.id):
        neighbour = make_complaint().reference
    key = own_link(organisation=resident.city, reference=reference).split("/")[-2]
    theirs = own_link(organisation=other, reference=reference).split("/")[-2]

    tried = [f"r/{neighbour}/{key}/", f"r/{reference}/{theirs}/", f"r/{reference}/x/", "r/MI-2026-AAAAAA/x/"]

    assert [resident.get(path).status_code for path in tried] == [404] * 4
    assert resident.post(f"track/{neighbour}/comment/", text="Hello", key=str(uuid.uuid4())).status_code == 403


def test_the_link_still_opens_when_the_secret_key_was_changed(
    resident: Resident, reference: str, settings: Any
) -> None:
    link = own_link(organisation=resident.city, reference=reference)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 8, [settings.SECRET_KEY]

    assert "Add a comment" in words_of(resident.client.get(link, follow=True))


def test_a_code_opens_all_reports_of_the_telephone_and_those_it_follows(
    resident: Resident, person: int, reference: str, told: list[dict[str, Any]]
) -> None:
    with organisation_scope(organisation_id=resident.city.id):
        followed, strangers = make_complaint().reference, make_complaint().reference
        follow(actor=acting(contact_id=person), reference=followed, words="", source_key="f")

    resident.post("track/phone/", phone="082 123 4567")
    answer = resident.post("track/code/", code=code_in(told[0]))
    shown = words_of(resident.get("track/own/"))

    assert answer.url == resident.address("track/own/")
    assert [one in shown for one in (reference, followed, strangers)] == [True, True, False]
    assert told[0]["contact_id"] == person
    resident.post(f"track/{followed}/unfollow/")
    with organisation_scope(organisation_id=resident.city.id):
        assert not follows(contact_id=person, complaint_id=get_complaint(reference=followed).id)


def test_a_number_that_nobody_knows_is_answered_in_the_same_way(
    resident: Resident, reference: str, told: list[dict[str, Any]]
) -> None:
    pages = []
    for number, shown in ((PHONE, "082 123 4567"), ("+27830000000", "083 000 0000")):
        client = Client()
        asked = client.post(resident.address("track/phone/"), {"phone": number})
        page = client.get(asked.url)
        wrong = client.post(resident.address("track/code/"), {"code": "000000"})
        pages.append((asked.status_code, asked.url, words_of(page).replace(shown, ""), words_of(wrong)))

    known, unknown = pages
    assert known[:3] == unknown[:3]
    assert known[3].replace("082 123 4567", "") == unknown[3].replace("083 000 0000", "")
    assert len(told) == 1


def test_a_code_is_refused_after_five_wrong_ones_and_works_once(
    resident: Resident, reference: str, told: list[dict[str, Any]]
) -> None:
    resident.post("track/phone/", phone=PHONE)
    code = code_in(told[0])

    wrong = [resident.post("track/code/", code=other_than(code)) for _ in range(codes.TRIES)]
    right = resident.post("track/code/", code=code)

    assert [one.status_code for one in wrong] == [422] * codes.TRIES
    assert errors_of(right) == {"code": ["This code does not work. Check it, or ask for a new one"]}
    assert reference not in words_of(resident.get("track/own/"))


@pytest.mark.parametrize("where", ["track", "my-data"])
def test_a_code_is_written_in_the_language_of_the_page(
    resident: Resident, person: int, told: list[dict[str, Any]], where: str
) -> None:
    resident.post(f"{where}/phone/?lang=xh", phone=PHONE)

    (message,) = told
    assert message["text"].startswith("Ikhowudi yakho ngu-")
    assert message["template"].language == "en"


def test_a_code_is_too_late_after_ten_minutes(
    resident: Resident, reference: str, told: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    resident.post("track/phone/", phone=PHONE)
    later = codes.now() + codes.timedelta(minutes=codes.MINUTES, seconds=1)
    monkeypatch.setattr(codes, "now", lambda: later)

    assert resident.post("track/code/", code=code_in(told[0])).status_code == 422


def test_a_code_of_somebody_elses_session_is_worth_nothing(
    resident: Resident, reference: str, told: list[dict[str, Any]]
) -> None:
    resident.post("track/phone/", phone=PHONE)

    answer = Client().post(resident.address("track/code/"), {"code": code_in(told[0])})

    assert answer.url == resident.address("track/phone/")


def test_a_telephone_is_not_filled_with_codes(resident: Resident, told: list[dict[str, Any]], person: int) -> None:
    answers = [resident.post("track/phone/", phone=PHONE).status_code for _ in range(3)]

    assert answers == [302, 429, 429]
    assert len(told) == 1


def test_what_is_done_is_rated_and_the_rating_can_be_changed(resident: Resident, reference: str) -> None:
    done(resident, reference)
    resident.client.get(own_link(organisation=resident.city, reference=reference))

    nothing = resident.post(f"track/{reference}/rate/", words="Still wet")
    for stars in ("2", "4"):
        resident.post(f"track/{reference}/rate/", stars=stars, words="Still wet")

    assert errors_of(nothing) == {"stars": ["Choose one of the five"]}
    assert "You have rated it." in words_of(resident.get(f"track/{reference}/"))
    (complaint,) = resident.complaints()
    with organisation_scope(organisation_id=resident.city.id):
        rated = rating_of(complaint_id=complaint.id)
    assert rated
    assert (rated.stars, rated.comment) == (4, "Still wet")


def test_photos_are_added_once_and_shown_to_who_sent_them(resident: Resident, reference: str) -> None:
    resident.client.get(own_link(organisation=resident.city, reference=reference))
    key = str(uuid.uuid4())

    for _ in range(2):
        photo = SimpleUploadedFile("a.jpg", jpeg(64, 48))
        resident.post(f"track/{reference}/photos/", photos=photo, key=key)
    (line,) = resident.timeline(reference)
    path = resident.address(f"track/{reference}/photos/{line.media_id}/")

    assert resident.client.get(path)["Content-Type"] == "image/jpeg"
    assert Client().get(path).status_code == 404


def test_a_file_that_is_no_photo_adds_none_of_its_companions(resident: Resident, reference: str) -> None:
    resident.client.get(own_link(organisation=resident.city, reference=reference))
    files = [SimpleUploadedFile("a.jpg", jpeg(64, 48)), SimpleUploadedFile("b.jpg", b"<svg onload=alert(1)>")]

    answer = resident.post(f"track/{reference}/photos/", photos=files, key=str(uuid.uuid4()))

    assert answer.status_code == 422
    assert resident.timeline(reference) == []


def test_a_shared_device_forgets_the_reports(resident: Resident, reference: str) -> None:
    resident.client.get(own_link(organisation=resident.city, reference=reference))

    resident.post("track/leave/")

    assert "No reports on this device" in words_of(resident.get("track/own/"))
    assert resident.post(f"track/{reference}/comment/", text="Hello", key=str(uuid.uuid4())).status_code == 403
