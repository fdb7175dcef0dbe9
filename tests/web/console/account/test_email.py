"""A new e-mail address holds once its owner has opened the link, signed in as who asked, and not before."""

import re
from typing import Any

import pytest
from django.core import mail, signing
from tests.factories.core import PASSWORD, make_member
from tests.web.console.account.people import Person, a_person
from time_machine import TimeMachineFixture

from baraza.core.identity.email_links import token_of
from baraza.core.identity.jobs import send_email_link, send_email_note
from baraza.core.identity.models import User
from baraza.lib.clock import now

PAGE, NEW = "/console/account/email/", "thandi.nkosi@example.org"


@pytest.fixture
def person(db: None) -> Person:
    person = a_person()
    person.signs_in()
    return person


def _letter(person: Person, email: str = NEW) -> str:
    address = f"http://testserver{PAGE}TOKEN/"
    send_email_link(
        organisation_id=None, user_id=person.user.pk, email=email, address=address, asked_at=now().isoformat()
    )
    return str(mail.outbox[-1].body) if mail.outbox else ""


def _link(person: Person, email: str = NEW) -> str:
    return str(re.findall(r"http://testserver(\S+)", _letter(person, email))[0])


def _email(person: Person) -> str:
    return User.objects.get(pk=person.user.pk).email


def test_the_link_is_asked_for_opened_and_used_once_and_the_old_address_is_told(person: Person) -> None:
    before = person.user.email
    asked = person.browser.post(PAGE, {"email": NEW.upper()})
    link = _link(person)

    shown = person.browser.get(link)
    assert (asked.status_code, shown.status_code, shown["Referrer-Policy"]) == (200, 200, "no-referrer")
    assert _email(person) == before
    used = person.browser.post(link)
    send_email_note(organisation_id=None, user_id=person.user.pk, before=before, asked_at=now().isoformat())

    assert (used.url, person.browser.post(link).status_code) == ("/console/account/", 410)
    assert person.trail()[-1] == ("email.changed", {"email": [before, NEW]})
    assert (mail.outbox[-1].to, "was changed" in mail.outbox[-1].subject) == ([before], True)
    again = person.other_browser().browser
    signed_in = [
        again.post("/console/sign-in/", {"username": email, "password": PASSWORD}).status_code
        for email in (before, NEW)
    ]
    assert signed_in == [422, 302]


def test_whether_somebody_has_an_account_under_it_is_told_to_nobody(
    person: Person, time_machine: TimeMachineFixture
) -> None:
    other = a_person()
    # A page says how many seconds the session has left.
    time_machine.move_to(now(), tick=False)

    answers = [person.browser.post(PAGE, {"email": email}) for email in (other.user.email, NEW)]

    words = {re.sub(r'(value|content)="[^"]{60,}"|\S+@example\.\w+', "", one.content.decode()) for one in answers}
    assert ([one.status_code for one in answers], len(words)) == ([200, 200], 1)
    assert _letter(person, other.user.email) == ""
    link = f"{PAGE}{token_of(user=person.user, email=other.user.email)}/"
    assert person.browser.post(link).status_code == 410


def _of_somebody_else(person: Person) -> str:
    return _link(a_person())


def _after_a_new_password(person: Person) -> str:
    link = _link(person)
    person.browser.post("/console/account/password/", dict.fromkeys(("new_password", "again"), "Blue kettle 7 sings"))
    return link


def _changed_by_hand(person: Person) -> str:
    return f"{_link(person)[:-4]}AAA/"


def _of_another_purpose(person: Person) -> str:
    forged: dict[str, Any] = {"person": person.user.pk, "to": NEW, "state": ""}
    return f"{PAGE}{signing.dumps(forged)}/"


@pytest.mark.parametrize(
    "made",
    [_of_somebody_else, _after_a_new_password, _changed_by_hand, _of_another_purpose],
    ids=lambda one: one.__name__,
)
def test_no_other_link_changes_anything(person: Person, made: Any) -> None:
    before, link = person.user.email, made(person)

    assert [person.browser.get(link).status_code, person.browser.post(link).status_code] == [410, 410]
    assert _email(person) == before


def test_a_link_is_worn_out_after_an_hour_and_nobodys_without_signing_in(person: Person, settings: Any) -> None:
    link = _link(person)
    nobody = person.other_browser().browser.post(link)
    settings.PASSWORD_RESET_TIMEOUT = -1

    assert "/console/sign-in/" in nobody.url
    assert person.browser.post(link).status_code == 410


@pytest.mark.parametrize("wanted", ["", "nobody", "x" * 260 + "@example.org", "own"])
def test_what_is_no_new_address_is_said(person: Person, wanted: str) -> None:
    answer = person.browser.post(PAGE, {"email": person.user.email.upper() if wanted == "own" else wanted})

    assert (answer.status_code, "There is a problem" in answer.content.decode()) == (422, True)


def test_letters_cannot_fill_a_strangers_letter_box(person: Person) -> None:
    assert [person.browser.post(PAGE, {"email": NEW}).status_code for _ in range(3)] == [200, 200, 429]


def test_two_who_want_the_same_address_do_not_both_get_it(person: Person) -> None:
    link = _link(person)
    make_member(organisation_id=person.organisation_id, email=NEW)

    assert person.browser.post(link).status_code == 410
