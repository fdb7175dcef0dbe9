"""A person sees what is kept about them after a code to their telephone, takes it along, chooses, and goes."""

import io
import json
import re
import zipfile

import pytest
from django.test import Client
from tests.capabilities.media.photos import jpeg
from tests.factories.complaints import make_complaint
from tests.factories.core import make_organisation
from tests.factories.messaging import a_connection, a_received, chat_provider, comes_in
from tests.web.portal.resident import Resident, words_of

from baraza.capabilities.media.actions import store_upload
from baraza.conversation import sessions
from baraza.conversation.engine.state import State as Conversation
from baraza.core.audit.models import AuditEntry
from baraza.core.identity.actor import SYSTEM, Actor, NotAllowed
from baraza.core.identity.actor import resident as as_resident
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope
from baraza.messaging.consent import NOTIFICATIONS, consent_given
from baraza.messaging.models import Address, Consent, Contact, Message
from baraza.messaging.preferences import Preferences, Profile, preferences_of, set_preferences
from baraza.messaging.queries import contact_with_phone, thread
from baraza.services.complaints.actions.forget import forget_person
from baraza.services.complaints.actions.move import move
from baraza.services.complaints.actions.rate import rate
from baraza.services.complaints.actions.words import add_photo, comment
from baraza.services.complaints.models import Entry
from baraza.services.complaints.queries.one import get_complaint, get_timeline
from baraza.services.complaints.states import State

PHONE = "+27821234567"
PAGES = ("", "telling/", "my-data.json", "my-data.html", "my-data.zip", "delete/")


@pytest.fixture
def person(city: OrganisationProfile) -> int:
    """Who has written once and reported once."""
    chat_provider()
    comes_in(a_connection(organisation_id=city.id), a_received("Water is leaking"))
    with organisation_scope(organisation_id=city.id):
        found = contact_with_phone(phone=PHONE)
        assert found is not None
        return found


@pytest.fixture
def reference(city: OrganisationProfile, person: int) -> str:
    with organisation_scope(organisation_id=city.id):
        where = {"place_text": "Main Road 4", "latitude": -29.5, "longitude": 30.25}
        return make_complaint(contact_id=person, description="Burst pipe", **where).reference


def sign_in(resident: Resident, person: int) -> None:
    resident.post("my-data/phone/", phone="082 123 4567")
    with organisation_scope(organisation_id=resident.city.id):
        text = thread(contact_id=person)[0].text
    code = re.search(r"\d{6}", text)
    assert code
    answer = resident.post("my-data/code/", code=code[0])
    assert (answer.status_code, answer.url) == (302, resident.address("my-data/"))


@pytest.mark.parametrize("page", PAGES)
def test_nobody_sees_anything_without_a_code(resident: Resident, person: int, page: str) -> None:
    answer = resident.get(f"my-data/{page}")
    assert (answer.status_code, answer.url) == (302, resident.address("my-data/phone/"))


def test_a_number_that_nobody_knows_is_answered_alike(resident: Resident, person: int) -> None:
    known = resident.post("my-data/phone/", phone="082 123 4567")
    unknown = resident.post("my-data/phone/", phone="083 765 4321")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


def test_a_wrong_code_shows_nothing(resident: Resident, person: int) -> None:
    resident.post("my-data/phone/", phone="083 765 4321")
    answer = resident.post("my-data/code/", code="000000")
    assert answer.status_code == 422
    assert resident.get("my-data/").status_code == 302


def test_a_person_sees_and_downloads_all_that_is_kept(resident: Resident, person: int, reference: str) -> None:
    sign_in(resident, person)
    page = resident.get("my-data/")
    assert page.headers["Cache-Control"] == "private, no-store"
    for words in ("082 123 4567", reference, "Burst pipe", "Water is leaking"):
        assert words in words_of(page)
        assert words in words_of(resident.get("my-data/my-data.html"))
    file = resident.get("my-data/my-data.json")
    assert file.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    kept = json.loads(file.content)
    assert [one["reference"] for one in kept["reports"]] == [reference]
    assert [one["value"] for one in kept["person"]["addresses"]] == [PHONE]
    assert kept["person"]["messages"][0]["text"] == "Water is leaking"


def test_another_city_shows_nothing_of_it(resident: Resident, person: int, client: Client) -> None:
    other = make_organisation(name="Another City")
    sign_in(resident, person)
    assert client.get(f"/{other.slug}/my-data/").url == f"/{other.slug}/my-data/phone/"


def test_a_choice_is_kept_with_its_proof_and_obeyed(resident: Resident, person: int) -> None:
    sign_in(resident, person)
    answer = resident.post("my-data/telling/", name="Thandi", told_by="none", profile="text_only")
    assert answer.url == resident.address("my-data/")
    with organisation_scope(organisation_id=resident.city.id):
        assert preferences_of(contact_id=person) == Preferences(
            told_by="none", profile=Profile.TEXT_ONLY, name="Thandi", language="en"
        )
        assert Contact.objects.get(pk=person).text_only is True
        assert consent_given(contact_id=person, purpose=NOTIFICATIONS) is False
        assert Consent.objects.get(contact_id=person).proof == "one-time code to the telephone"
        assert AuditEntry.objects.get(action="contact.preferences_set").actor_id == person


def test_who_wants_no_messages_still_gets_the_code_they_ask_for(resident: Resident, person: int) -> None:
    sign_in(resident, person)
    resident.post("my-data/telling/", name="", told_by="none", profile="")
    resident.post("my-data/leave/")
    assert resident.get("my-data/").status_code == 302
    sign_in(resident, person)
    assert resident.get("my-data/").status_code == 200


def test_a_choice_that_is_none_is_asked_for_again(resident: Resident, person: int) -> None:
    sign_in(resident, person)
    answer = resident.post("my-data/telling/", name="", told_by="pigeon", profile="")
    assert answer.status_code == 422
    with organisation_scope(organisation_id=resident.city.id):
        assert preferences_of(contact_id=person).told_by == ""


def test_nobody_chooses_for_another_or_removes_another(city: OrganisationProfile, person: int) -> None:
    wanted = Preferences(told_by="none", profile=Profile.NOT_SAID, name="")
    stranger = resident_of_no_one()
    with organisation_scope(organisation_id=city.id):
        with pytest.raises(NotAllowed):
            set_preferences(actor=stranger, contact_id=person, wanted=wanted, language="en", proof="")
        with pytest.raises(NotAllowed):
            forget_person(actor=stranger, contact_id=person)
        assert preferences_of(contact_id=person).told_by == ""


def resident_of_no_one() -> Actor:
    return as_resident(contact_id=999_999_999)


def test_who_asks_to_be_removed_is_gone_and_the_report_stays(resident: Resident, person: int, reference: str) -> None:
    sign_in(resident, person)
    answer = resident.client.post(resident.address("my-data/delete/"), follow=True)
    assert "Your data has been removed. What you reported stays, without you." in words_of(answer)
    with organisation_scope(organisation_id=resident.city.id):
        for model in (Contact, Address, Message, Consent):
            assert model._default_manager.count() == 0
        kept = get_complaint(reference=reference)
        assert (kept.contact_id, kept.description) == (None, "Burst pipe")
        assert AuditEntry.objects.get(action="contact.removed").subject_id == str(person)
    assert resident.get("my-data/").url == resident.address("my-data/phone/")


def test_the_privacy_page_leads_to_ones_data_in_every_language(resident: Resident) -> None:
    for language, title in (("en", "Privacy and cookies"), ("af", "Privaatheid en koekies")):
        page = resident.get("privacy/", headers={"accept-language": language})
        assert title in words_of(page)
        assert resident.address("my-data/") in page.content.decode()


@pytest.fixture
def busy(resident: Resident, person: int, reference: str) -> str:
    """Has commented on and rated the own report, sent a photo, and commented on somebody else's; that one's reference."""
    me = as_resident(contact_id=person)
    with organisation_scope(organisation_id=resident.city.id):
        other = make_complaint(description="Noise all night").reference
        comment(actor=me, reference=reference, text="It grows", source_key="one")
        comment(actor=me, reference=other, text="I hear it, too", source_key="two")
        media_id = store_upload(content=jpeg(320, 240), file_name="")
        add_photo(actor=me, reference=reference, media_id=media_id, source_key="three")
        move(actor=SYSTEM, reference=reference, wanted=State.RESOLVED, reason="It is quiet")
        rate(actor=me, reference=reference, stars=4, comment="Quick")
    return other


def test_own_comments_photos_and_ratings_are_shown_and_go_along(resident: Resident, person: int, busy: str) -> None:
    sign_in(resident, person)

    page = resident.get("my-data/")
    file = json.loads(resident.get("my-data/my-data.json").content)

    for words in ("It grows", "I hear it, too", busy, "4 of 5", "Quick"):
        assert words in words_of(page)
    assert [one["text"] for one in file["comments"]] == ["It grows", "I hear it, too"]
    assert [(one["stars"], one["words"]) for one in file["ratings"]] == [(4, "Quick")]
    own = file["reports"][0]
    assert (own["place"], own["position"]) == ("Main Road 4", [-29.5, 30.25])
    assert "Place: Main Road 4" in words_of(page)
    (sent,) = file["photos"]
    assert f'href="{sent["address"]}"' in resident.get("my-data/my-data.html").content.decode()
    photo = resident.client.get(sent["address"].removeprefix("http://testserver"))
    assert (photo.headers["Content-Type"], photo.headers["Cache-Control"]) == ("image/jpeg", "private, no-store")


def test_the_parcel_holds_the_photos_themselves(resident: Resident, person: int, busy: str) -> None:
    sign_in(resident, person)

    answer = resident.get("my-data/my-data.zip")

    assert answer.headers["Cache-Control"] == "private, no-store"
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as parcel:
        (photo,) = json.loads(parcel.read("my-data.json"))["photos"]
        assert sorted(parcel.namelist()) == ["my-data.html", "my-data.json", photo["address"]]
        assert f'href="{photo["address"]}"' in parcel.read("my-data.html").decode()
        assert parcel.read(photo["address"]).startswith(b"\xff\xd8")


def test_what_was_begun_in_a_conversation_is_shown_and_goes_along(resident: Resident, person: int) -> None:
    begun = Conversation(
        dialogue="complaints", version=1, step="place", language="en", data={"description": "A dark street"}
    )
    with organisation_scope(organisation_id=resident.city.id):
        standing = sessions.load_for_update(contact_id=person)
        sessions.save(standing=standing, state=begun, screen={}, channel="whatsapp", connection_id=None)
    sign_in(resident, person)

    assert "A dark street" in words_of(resident.get("my-data/"))
    begun_in_file = json.loads(resident.get("my-data/my-data.json").content)["unfinished_conversation"]
    assert (begun_in_file["channel"], begun_in_file["answers"]) == ("whatsapp", {"description": "A dark street"})


def test_photos_open_to_the_person_alone(resident: Resident, person: int, busy: str) -> None:
    sign_in(resident, person)
    address = json.loads(resident.get("my-data/my-data.json").content)["photos"][0]["address"]
    stranger = Client()

    assert stranger.get(address.removeprefix("http://testserver")).status_code == 404
    assert resident.get("my-data/photos/not-a-photo/").status_code == 404


def test_what_was_written_into_reports_of_others_goes_with_the_person(
    resident: Resident, person: int, busy: str, reference: str
) -> None:
    sign_in(resident, person)

    resident.post("my-data/delete/")

    with organisation_scope(organisation_id=resident.city.id):
        others = get_timeline(complaint_id=get_complaint(reference=busy).id, public_only=False)
        assert [line.text for line in others] == []
        assert Entry.objects.filter(actor_kind="contact", actor_id=person).count() == 0
        assert get_complaint(reference=busy).description == "Noise all night"
