"""What people change of their own account, what is asked again before, and what a password must be."""

import re
import time
from datetime import timedelta
from email.utils import parseaddr
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings
from tests.factories.core import PASSWORD, make_member, make_organisation
from tests.fakes.mail_server import MailServer
from tests.web.console.account.people import Person, a_person

from baraza.core.identity.jobs import send_reset_link
from baraza.core.identity.models import Invitation, User
from baraza.core.identity.sign_in import confirming
from baraza.core.jobs.registry import RetryLater
from baraza.core.organisations.queries import get_organisation
from baraza.core.settings.models import Branding
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now

CONFIRM = "/console/confirm/"
NEW = "/console/account/password/"
GOOD = "Blue kettle 7 singing"


@pytest.fixture
def person(db: None) -> Person:
    person = a_person()
    person.signs_in()
    return person


def _old_proof(person: Person) -> None:
    session = person.browser.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 601}]
    session.save()


def test_name_language_and_colours_are_kept(person: Person) -> None:
    answer = person.browser.post("/console/account/", {"name": "Thandi M", "language": "zu", "theme": "dark"})

    kept = User.objects.get(pk=person.user.pk)
    assert (kept.name, kept.language, kept.theme) == ("Thandi M", "zu", "dark")
    assert answer.cookies["django_language"].value == "zu"
    assert 'data-theme="dark"' in person.browser.get("/console/account/").content.decode()
    assert person.trail()[-1][0] == "account.changed"


@pytest.mark.parametrize("values", [{"name": ""}, {"language": "xx"}, {"theme": "pink"}, {"name": "x" * 121}])
def test_what_cannot_be_is_refused_and_changes_nothing(person: Person, values: dict[str, str]) -> None:
    before = User.objects.filter(pk=person.user.pk).values().get()
    answer = person.browser.post("/console/account/", {"name": "A", "language": "en", "theme": "light", **values})
    assert answer.status_code == 422
    assert User.objects.filter(pk=person.user.pk).values().get() == before


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("Short word!", "too short"),
        ("Password1234", "special character"),
        ("blue kettle 7 singing", "capital letter"),
        ("BlueKettle7Singing", "special character"),
        ("123456789012345", "entirely numeric"),
        ("Member-EMAIL", "too similar"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(person: Person, password: str, why: str) -> None:
    weak = password.replace("Member-EMAIL", person.user.email.capitalize())
    answer = person.browser.post(NEW, {"new_password": weak, "again": weak})
    assert answer.status_code == 422
    assert why in answer.content.decode()


def test_a_common_password_is_refused(person: Person) -> None:
    answer = person.browser.post(NEW, {"new_password": "password1234", "again": "password1234"})
    assert "too common" in answer.content.decode()


def test_eleven_characters_are_too_few_and_twelve_are_enough(person: Person) -> None:
    outcomes = [person.browser.post(NEW, {"new_password": one, "again": one}).status_code for one in ("Vlam!kraai7", "Vlam!kraai72")]  # fmt: skip
    assert outcomes == [422, 302]


def test_two_different_passwords_are_refused(person: Person) -> None:
    answer = person.browser.post(NEW, {"new_password": GOOD, "again": GOOD + "x"})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "path",
    [
        "account/password/",
        "account/second-factor/app/",
        "account/passkeys/add/",
        "account/passkeys/1/",
        "members/roles/new/",
    ],
)
def test_after_ten_minutes_the_password_is_asked_again(person: Person, path: str) -> None:
    _old_proof(person)
    answer = person.browser.get(f"/console/{path}")
    assert answer.url == f"{CONFIRM}?next=%2Fconsole%2F{path.replace('/', '%2F')}"


def test_the_right_password_leads_back_and_the_wrong_one_does_not(person: Person) -> None:
    _old_proof(person)

    wrong = person.browser.post(CONFIRM, {"password": "wrong", "next": NEW})
    right = person.browser.post(CONFIRM, {"password": PASSWORD, "next": NEW})

    assert (wrong.status_code, right.status_code, right.url) == (422, 302, NEW)
    assert person.browser.get(NEW).status_code == 200


def test_confirming_leads_to_no_other_site(person: Person) -> None:
    answer = person.browser.post(CONFIRM, {"password": PASSWORD, "next": "https://evil.example/"})
    assert answer.url == "/console/account/"


def test_passwords_cannot_be_tried_out_where_they_are_asked_again(person: Person) -> None:
    tries = [person.browser.post(CONFIRM, {"password": "x"}, REMOTE_ADDR=f"192.0.2.{n}").status_code for n in range(11)]
    assert tries == [422] * 10 + [429]


def _asked(email: str) -> tuple[Any, str]:
    client = Client()
    answer = client.post("/console/sign-in/forgotten/", {"email": email})
    token = re.sub(re.escape(email), "…", answer.content.decode())
    return answer.status_code, re.sub(r'value="[^"]{60,}"', "", token)


def test_asking_for_a_link_says_the_same_whether_there_is_an_account(person: Person, settings: Settings) -> None:
    assert _asked(person.user.email) == _asked("nobody@example.org")


def test_links_cannot_fill_a_letter_box(person: Person) -> None:
    assert [_asked(person.user.email)[0] for _ in range(3)] == [200, 200, 429]


RESET = "http://testserver/console/sign-in/new-password/UID/TOKEN/"


def _link(person: Person) -> str:
    send_reset_link(organisation_id=None, email=person.user.email.upper(), address=RESET)
    return str(re.findall(r"http://testserver(\S+)", str(mail.outbox[-1].body))[0])


def test_the_link_sets_a_password_once_and_ends_all_sessions(person: Person) -> None:
    link = _link(person)
    visitor = Client()

    page = visitor.get(link)
    done = visitor.post(link, {"new_password": GOOD, "again": GOOD})
    again = visitor.get(link)

    assert (page.status_code, page["Referrer-Policy"]) == (200, "no-referrer")
    assert (done.url, again.status_code) == ("/console/sign-in/", 410)
    assert not person.is_in()
    assert person.other_browser().signs_in(GOOD).url == "/console/start/"


def test_a_link_waits_an_hour_for_a_mail_server_that_is_down(person: Person, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS = "127.0.0.1", False
    with MailServer() as gone:
        settings.EMAIL_PORT = gone.port
    long_ago = (now() - timedelta(minutes=61)).isoformat()

    assert _asked(person.user.email)[0] == 200
    with pytest.raises(RetryLater):
        send_reset_link(organisation_id=None, email=person.user.email, address=RESET, asked_at=now().isoformat())
    with pytest.raises(OSError, match="refused"):
        send_reset_link(organisation_id=None, email=person.user.email, address=RESET, asked_at=long_ago)
    with MailServer() as server:
        settings.EMAIL_PORT = server.port
        send_reset_link(organisation_id=None, email=person.user.email, address=RESET, asked_at=now().isoformat())
    assert [to for to, _ in server.taken] == [f"<{person.user.email}>"]


def test_the_letter_with_the_link_names_the_organisation_in_text_and_page(person: Person) -> None:
    link = _link(person)

    letter = mail.outbox[-1]
    assert isinstance(letter, mail.EmailMultiAlternatives)
    name = get_organisation(organisation_id=person.organisation_id).name
    assert letter.subject == f"A new password for {name}"
    assert parseaddr(letter.from_email) == (name, "no-reply@localhost")
    assert link in str(letter.body)
    assert link in str(letter.alternatives[0][0])


def test_the_letter_with_the_link_looks_like_the_only_organisation_and_like_none_of_several(person: Person) -> None:
    with organisation_scope(organisation_id=person.organisation_id):
        Branding.objects.create(organisation_id=person.organisation_id, brand="#7a1f3d")
    _link(person)
    make_member(organisation_id=make_organisation().id, email=person.user.email)
    _link(person)

    looks = [
        "#7a1f3d" in str(one.alternatives[0][0]) for one in mail.outbox if isinstance(one, mail.EmailMultiAlternatives)
    ]
    assert looks == [True, False]
    assert mail.outbox[-1].subject == "A new password for Baraza"


def test_no_letter_goes_to_whoever_may_not_sign_in(person: Person) -> None:
    User.objects.filter(pk=person.user.pk).update(is_active=False)
    for email in (person.user.email, "nobody@example.org"):
        send_reset_link(organisation_id=None, email=email, address="x")
    assert mail.outbox == []


@pytest.mark.parametrize("uid", ["MQ", "%00", "x" * 500, "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"])
def test_a_made_up_link_is_worn_out(db: None, client: Client, uid: str) -> None:
    assert client.get(f"/console/sign-in/new-password/{uid}/abc-def/").status_code == 410


def test_signing_in_counts_as_proof(person: Person) -> None:
    assert person.browser.get(NEW).status_code == 200
    assert confirming.settings.CONFIRMED_FOR_SECONDS == 600


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("members/invite/", {"email": "x@example.org", "role": "org_admin"}),
        ("members/invitations/1/resend/", {}),
        ("members/1/restore/", {}),
        ("members/1/role/", {"role": "org_admin"}),
        ("members/1/remove/", {}),
        ("members/roles/new/", {"name": "All", "permissions": "members.manage"}),
        ("members/keys/", {"name": "Map", "scopes": "complaints.read", "days": "90"}),
        ("members/security/", {"idle_minutes": "480", "absolute_hours": "72"}),
        ("webhooks/1/", {"name": "Map", "url": "https://example.org/"}),
        ("platform/organisations/1/switch/", {"active": "off"}),
        ("platform/organisations/1/support/", {"place": "role:org_admin", "reason": "Somebody asked for it"}),
        ("platform/people/", {"email": "x@example.org"}),
    ],
)
def test_a_desk_that_was_left_unlocked_hands_out_no_access_and_says_that_nothing_was_done(
    db: None, path: str, fields: dict[str, str]
) -> None:
    person = a_person(role="org_admin")
    person.signs_in()
    _old_proof(person)

    answer = person.browser.post(f"/console/{path}", fields, follow=True)

    assert answer.redirect_chain[0][0].startswith(f"{CONFIRM}?next=")
    assert "Nothing was changed yet." in answer.content.decode()
    with organisation_scope(organisation_id=person.organisation_id):
        assert Invitation.objects.count() == 0
