"""A person puts their number right: proved by a code to the new one, told to the old one, and nobody is made known by it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from tests.factories.messaging import a_connection, a_received, chat_provider, comes_in, sms_provider
from tests.web.portal.resident import Resident, errors_of, words_of
from tests.web.portal.test_my_data import sign_in
from time_machine import TimeMachineFixture

from baraza.core.audit.models import AuditEntry
from baraza.core.identity.actor import SYSTEM
from baraza.core.identity.sign_in import limits
from baraza.core.ingress.connections import set_connection_active
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now
from baraza.messaging.actions import contact_for_phone
from baraza.messaging.models import Address, Contact, OutboxEntry, Reach
from baraza.messaging.numbers import numbers_of
from baraza.messaging.queries import contact_with_phone

OLD, NEW, NEW_WRITTEN = "+27821234567", "+27837654321", "083 765 4321"


@pytest.fixture
def person(city: OrganisationProfile) -> int:
    """Who wrote once on the chat; the city can also write texts."""
    chat_provider()
    sms_provider()
    comes_in(a_connection(organisation_id=city.id), a_received("Water is leaking"))
    a_connection(organisation_id=city.id, source="sms.scripted")
    with organisation_scope(organisation_id=city.id):
        found = contact_with_phone(phone=OLD)
    assert found is not None
    return found


@pytest.fixture
def inside(resident: Resident, person: int) -> Resident:
    """Has shown that the old number is theirs."""
    sign_in(resident, person)
    return resident


def posted(city: OrganisationProfile, to: str) -> list[str]:
    with organisation_scope(organisation_id=city.id):
        return [row.content["body"] for row in OutboxEntry.objects.filter(to=to).order_by("id")]


def code_to(city: OrganisationProfile, to: str = NEW) -> str:
    found = re.search(r"\d{6}", posted(city, to)[-1])
    assert found is not None
    return found[0]


def numbers(city: OrganisationProfile, contact_id: int) -> tuple[str, ...]:
    with organisation_scope(organisation_id=city.id):
        return numbers_of(contact_id=contact_id)


def test_the_new_number_takes_the_place_of_the_old_one_which_is_told(inside: Resident, person: int) -> None:
    asked = inside.post("my-data/number/", phone=NEW_WRITTEN)
    assert asked.url == inside.address("my-data/number/code/")
    page = words_of(inside.get("my-data/number/code/"))
    assert f"A code is on its way to {NEW_WRITTEN}." in page
    assert "Until you write it here, 082 123 4567 stays your number." in page
    assert numbers(inside.city, person) == (OLD,)

    done = inside.post("my-data/number/code/", code=code_to(inside.city))

    assert done.url == inside.address("my-data/")
    assert "Your new number is in place." in words_of(inside.get("my-data/"))
    assert numbers(inside.city, person) == (NEW,)
    (told,) = posted(inside.city, OLD)
    assert "this number opens your data no more" in told
    with organisation_scope(organisation_id=inside.city.id):
        line = AuditEntry.objects.get(action="contact.number_changed")
        assert (line.actor_id, line.changes["from"], line.changes["to"]) == (person, "+27 … 567", "+27 … 321")
        assert contact_with_phone(phone=OLD) is None


@pytest.mark.parametrize(
    ("written", "error"),
    [
        ("", "Write your new mobile number"),
        ("not a number", "Write a mobile number such as 082 123 4567"),
        ("+44 7700 900123", "We send codes only to numbers of this country"),
        ("011 407 6111", "This number takes no messages. Write a mobile number"),
        ("0860 123 456", "This number takes no messages. Write a mobile number"),
        ("+27 82 123 4567", "This is the number that we have already"),
    ],
)
def test_what_cannot_be_the_new_number_is_explained(inside: Resident, written: str, error: str) -> None:
    answer = inside.post("my-data/number/", phone=written)
    assert (answer.status_code, errors_of(answer)) == (422, {"phone": [error]})


def test_a_number_of_somebody_else_is_asked_for_alike_and_makes_nobody_one(inside: Resident, person: int) -> None:
    with organisation_scope(organisation_id=inside.city.id):
        other = contact_for_phone(phone=NEW, name="Sipho")
    asked = inside.post("my-data/number/", phone=NEW_WRITTEN)
    assert asked.url == inside.address("my-data/number/code/")

    refused = inside.post("my-data/number/code/", code=code_to(inside.city))

    assert refused.status_code == 409
    assert "Nothing was changed." in words_of(refused)
    assert "Sipho" not in words_of(refused)
    assert (numbers(inside.city, person), numbers(inside.city, other)) == ((OLD,), (NEW,))
    assert posted(inside.city, OLD) == []
    with organisation_scope(organisation_id=inside.city.id):
        assert Contact.objects.filter(merged_into__isnull=False).count() == 0
        assert AuditEntry.objects.get(action="contact.number_refused").actor_id == person


def test_five_wrong_codes_end_the_right_one(inside: Resident, person: int) -> None:
    inside.post("my-data/number/", phone=NEW_WRITTEN)
    right = code_to(inside.city)
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(5):
        assert inside.post("my-data/number/code/", code=wrong).status_code == 422
    answer = inside.post("my-data/number/code/", code=right)
    assert errors_of(answer) == {"code": ["This code does not work. Check it, or ask for a new one"]}
    assert numbers(inside.city, person) == (OLD,)


def test_a_code_that_came_too_late_changes_nothing(
    inside: Resident, person: int, time_machine: TimeMachineFixture
) -> None:
    inside.post("my-data/number/", phone=NEW_WRITTEN)
    time_machine.move_to(now() + timedelta(minutes=11))
    assert inside.post("my-data/number/code/", code=code_to(inside.city)).status_code == 422
    assert numbers(inside.city, person) == (OLD,)


def test_of_two_tabs_the_last_one_counts(inside: Resident, person: int) -> None:
    inside.post("my-data/number/", phone=NEW_WRITTEN)
    first = code_to(inside.city)
    inside.post("my-data/number/", phone="084 123 4567")
    late = inside.post("my-data/number/code/", code=first)
    assert late.status_code == 422
    assert "084 123 4567" in words_of(late)
    inside.post("my-data/number/code/", code=code_to(inside.city, "+27841234567"))
    assert numbers(inside.city, person) == ("+27841234567",)
    again = inside.post("my-data/number/code/", code=first)
    assert again.url == inside.address("my-data/")


def test_another_browser_that_was_quicker_is_not_overwritten(inside: Resident, person: int) -> None:
    inside.post("my-data/number/", phone=NEW_WRITTEN)
    with organisation_scope(organisation_id=inside.city.id):
        Address.objects.filter(contact_id=person, value=OLD).update(value="+27851234567")
    inside.post("my-data/number/code/", code=code_to(inside.city))
    assert "Your number was changed in the meantime." in words_of(inside.get("my-data/"))
    assert numbers(inside.city, person) == ("+27851234567",)


def test_who_asks_for_too_many_new_numbers_waits(inside: Resident) -> None:
    for last in range(5):
        assert inside.post("my-data/number/", phone=f"083 555 000{last}").status_code == 302
    assert inside.post("my-data/number/", phone="083 555 0009").status_code == 429


@pytest.mark.parametrize(("fixed", "granted"), [("person", 5), ("number", 5), ("address", 30)])
def test_codes_to_new_numbers_are_few_for_a_person_a_number_and_an_address(db: None, fixed: str, granted: int) -> None:
    def ask(turn: int) -> None:
        given = {"person": f"{turn}", "number": f"+2783000{turn:04}", "address": f"198.51.100.{turn}"}
        limits.take(*limits.of_new_numbers(**(given | {fixed: "198.51.100.77"})))

    for turn in range(1, granted + 1):
        ask(turn)
    with pytest.raises(limits.TooManyTries) as refused:
        ask(granted + 1)
    assert refused.value.seconds > 86_000


def test_nobody_comes_here_without_having_shown_who_they_are(resident: Resident, person: int) -> None:
    for page in ("my-data/number/", "my-data/number/code/"):
        assert Client().get(resident.address(page)).url == resident.address("my-data/phone/")


def test_without_texts_the_code_goes_as_the_approved_template(resident: Resident, city: OrganisationProfile) -> None:
    chat_provider()
    chat = a_connection(organisation_id=city.id)
    comes_in(chat, a_received("Water is leaking"))
    with organisation_scope(organisation_id=city.id):
        person = contact_with_phone(phone=OLD)
    assert person is not None
    sign_in(resident, person)
    with organisation_scope(organisation_id=city.id):
        Reach.objects.filter(contact_id=person).update(last_inbound_at=now() - timedelta(days=2))
    resident.post("my-data/number/", phone=NEW_WRITTEN)
    with organisation_scope(organisation_id=city.id):
        sent = OutboxEntry.objects.get(to=NEW).content
    assert (sent["kind"], sent["name"], sent["code"]) == ("template", "one_time_code", True)
    done = resident.post("my-data/number/code/", code=sent["parameters"][0])
    assert (done.url, numbers(city, person)) == (resident.address("my-data/"), (NEW,))

    with organisation_scope(organisation_id=city.id):
        told = OutboxEntry.objects.get(to=OLD).content
        assert (told["name"], told["parameters"]) == ("number_changed", [city.name])
        set_connection_active(connection_id=chat.id, active=False, actor=SYSTEM)
    page = words_of(resident.get("my-data/number/"))
    assert "Write to us from the new number instead." in page
    assert resident.post("my-data/number/", phone="083 765 4322").status_code == 200
