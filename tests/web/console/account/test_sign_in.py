"""One page for everybody: what it says, where it leads, and what it never tells."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings
from tests.factories.core import PASSWORD
from tests.web.console.account.people import SIGN_IN, Person, a_person

from baraza.core.identity.models import Membership, User
from baraza.core.tenancy.scope import organisation_scope, platform_scope


@pytest.fixture
def person(db: None) -> Person:
    return a_person()


def _without_tokens(answer: Any) -> str:
    text = re.sub(r'(csrfmiddlewaretoken" value=|csrf-token" content=)"[^"]+"', "", answer.content.decode())
    return re.sub(r'name="username" value="[^"]*"', "", text)


def _suspended() -> str:
    person = a_person()
    with platform_scope():
        Membership.objects.filter(user_id=person.user.pk).update(active=False)
    return person.user.email


def _closed() -> str:
    person = a_person()
    User.objects.filter(pk=person.user.pk).update(is_active=False)
    return person.user.email


def test_wrong_unknown_suspended_and_closed_are_told_the_same(person: Person) -> None:
    tried = [
        (person.user.email, "wrong"),
        ("nobody@example.org", "wrong"),
        (_suspended(), PASSWORD),
        (_closed(), PASSWORD),
    ]

    answers = [
        Client().post(SIGN_IN, {"username": email, "password": password}, REMOTE_ADDR=f"192.0.2.{number}")
        for number, (email, password) in enumerate(tried)
    ]

    assert [answer.status_code for answer in answers] == [422] * 4
    assert len({_without_tokens(answer) for answer in answers}) == 1
    assert "do not go together" in answers[0].content.decode()


def test_the_password_is_hashed_for_accounts_that_do_not_exist_as_well(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashed: list[str] = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher,
        "encode",
        lambda self, password, salt: hashed.append(password) or encode(self, password, salt),
    )
    for email in (person.user.email, "nobody@example.org"):
        hashed.append(email)
        Client().post(SIGN_IN, {"username": email, "password": "wrong"})

    assert hashed == [person.user.email, "wrong", "nobody@example.org", "wrong"]


def test_a_refusal_is_in_the_trail_of_whoever_it_concerns(person: Person) -> None:
    person.signs_in("wrong")
    person.signs_in()
    person.browser.post("/console/sign-out/")

    assert person.trail() == [
        ("session.refused", {"reason": "password"}),
        ("session.began", {}),
        ("session.ended", {}),
    ]


@pytest.mark.parametrize(("password", "reason"), [(PASSWORD, "suspended"), ("guess", "password")])
def test_who_is_suspended_and_tries_to_come_back_is_in_the_trail_of_who_suspended_them(
    person: Person, password: str, reason: str
) -> None:
    with organisation_scope(organisation_id=person.organisation_id):
        Membership.objects.filter(user_id=person.user.pk).update(active=False)

    assert person.signs_in(password).status_code == 422

    assert person.trail() == [("session.refused", {"reason": reason})]


def test_it_leads_to_the_page_that_was_asked_for(person: Person) -> None:
    asked = person.browser.get("/console/complaints/?state=open")
    assert asked.url == "/console/sign-in/?next=/console/complaints/%3Fstate%3Dopen"

    assert person.signs_in(next="/console/complaints/?state=open").url == "/console/complaints/?state=open"


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:///evil.example", "\x00//evil.example"],
)  # fmt: skip
def test_it_leads_to_no_other_site(person: Person, wanted: str) -> None:
    assert person.signs_in(next=wanted).url == "/console/start/"
    assert person.browser.get(SIGN_IN, {"next": wanted}).url == "/console/start/"


def test_the_session_has_another_key_after_signing_in(person: Person) -> None:
    session = person.browser.session
    session["planted"] = "by somebody else"
    session.save()
    before = session.session_key
    person.browser.cookies["sessionid"] = before

    person.signs_in()

    assert person.browser.cookies["sessionid"].value != before
    assert Client(headers={"cookie": f"sessionid={before}"}).get("/console/account/").status_code == 302


def test_the_cookie_is_kept_from_scripts_other_sites_and_plain_http(person: Person, settings: Settings) -> None:
    settings.SESSION_COOKIE_SECURE = True
    cookie = person.signs_in().cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Lax", True)


def test_nobody_can_sign_up(client: Client) -> None:
    assert [client.get(path).status_code for path in ("/accounts/signup/", "/console/sign-up/")] == [404, 404]


def test_a_reply_posted_after_the_session_ended_is_shown_again_and_kept_through_signing_in(person: Person) -> None:
    words = "The team comes\ntomorrow <b>at nine</b>"
    page = "/console/complaints/MI-2026-ABCDEF/"

    refused = person.browser.post(
        page + "reply/", {"text": words, "key": "1"}, headers={"referer": f"http://testserver{page}"}
    )
    shown = refused.content.decode()
    wrong = person.signs_in("wrong", next=page, words=words).content.decode()
    led = person.signs_in(next=page, words=words).url
    kept = person.browser.get(led).content.decode()
    again = person.browser.get(led)

    escaped = "The team comes\ntomorrow &lt;b&gt;at nine&lt;/b&gt;"
    assert refused.status_code == 401
    assert all(f'name="{field}"' in shown for field in ("username", "password"))
    assert escaped in shown
    assert f'name="next" value="{page}"' in shown
    assert escaped in wrong
    assert escaped in kept
    assert f'href="{page}"' in kept
    assert (again.status_code, again.url) == (302, page)


def test_a_part_of_a_page_asked_for_after_the_session_ended_leads_the_whole_page_to_signing_in(person: Person) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/console/complaints/?state=open"}

    answer = person.browser.get("/console/complaints/", headers=headers)

    assert answer.status_code == 401
    assert answer["HX-Redirect"] == "/console/sign-in/?next=%2Fconsole%2Fcomplaints%2F%3Fstate%3Dopen"


def test_a_part_that_the_page_asks_for_by_itself_leaves_the_page_where_it_is(person: Person) -> None:
    address = "/console/complaints/MI-2026-ABCDEF/alike/?beside=1"

    answer = person.browser.get(address, headers={"HX-Request": "true"})

    assert (answer.status_code, answer.content) == (401, b"")
    assert (answer["HX-Reswap"], "HX-Redirect" in answer) == ("none", False)
