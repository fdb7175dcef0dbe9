"""Where a person is signed in, ending it elsewhere, and how long it goes on by itself."""

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from tests.web.console.account.people import Person, a_person, with_app

from baraza.core.identity.queries.memberships import standings_of
from baraza.core.identity.sign_in import standing
from baraza.core.organisations.models import OrganisationSecurity
from baraza.core.organisations.security import SecurityPolicy
from baraza.core.tenancy.scope import organisation_scope, user_scope

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SESSIONS = "/console/account/sessions/"


@pytest.fixture
def person(db: None) -> Person:
    return a_person()


def _signed_in(person: Person, agent: str = "", address: str = "127.0.0.1") -> Person:
    browser = person.other_browser()
    browser.browser.defaults.update({"HTTP_USER_AGENT": agent, "REMOTE_ADDR": address})
    browser.signs_in()
    return browser


def _later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    class Later:
        @staticmethod
        def time() -> float:
            return time.time() + seconds

    monkeypatch.setattr(standing, "time", Later)


def test_both_sessions_are_listed_with_device_place_and_this_one_marked(person: Person) -> None:
    _signed_in(person, FIREFOX, "2001:db8:7:9::1")
    here = _signed_in(person, CHROME, "198.51.100.77")

    page = here.browser.get(SESSIONS).content.decode()

    assert "Chrome, Windows" in page
    assert "Firefox, Linux" in page
    assert "198.51.100.x" in page
    assert "2001:db8:7:x" in page
    assert "198.51.100.77" not in page
    assert page.count("this one") == 1
    assert set(UserSession.objects.values_list("ip", flat=True)) == {"198.51.100.0", "2001:db8:7::"}


def test_ending_another_session_holds_at_its_next_request(person: Person) -> None:
    there, here = _signed_in(person), _signed_in(person)
    key = there.browser.session.session_key
    number = UserSession.objects.get(session_key=key).pk

    answer = here.browser.post(f"{SESSIONS}{number}/end/")

    assert answer.url == SESSIONS
    assert (there.is_in(), here.is_in()) == (False, True)
    assert person.trail()[-1] == ("session.revoked", {"sessions": 1})


def test_ending_all_others_leaves_this_one(person: Person) -> None:
    others, here = [_signed_in(person) for _ in range(3)], _signed_in(person)

    here.browser.post(f"{SESSIONS}end-others/")

    assert [one.is_in() for one in others] == [False] * 3
    assert here.is_in()


def test_nobody_ends_a_strangers_session(person: Person) -> None:
    stranger, here = _signed_in(a_person()), _signed_in(person)
    number = UserSession.objects.get(user_id=stranger.user.pk).pk

    answer = here.browser.post(f"{SESSIONS}{number}/end/")

    assert answer.status_code == 404
    assert stranger.is_in()


def test_a_new_password_ends_all_other_sessions(person: Person) -> None:
    there, here = _signed_in(person), _signed_in(person)

    answer = here.browser.post(
        "/console/account/password/", {"new_password": "Blue kettle 7 singing", "again": "Blue kettle 7 singing"}
    )

    assert answer.url == "/console/account/"
    assert (there.is_in(), here.is_in()) == (False, True)
    assert here.browser.get(SESSIONS).content.decode().count("this one") == 1


@pytest.mark.parametrize(
    ("policy", "minutes", "is_in"),
    [({}, 29, True), ({}, 31, False), ({"idle_minutes": 5}, 4, True), ({"idle_minutes": 5}, 6, False)],
)
def test_a_session_ends_when_nothing_happens_for_as_long_as_the_organisation_says(
    db: None,
    monkeypatch: pytest.MonkeyPatch,
    policy: dict[str, Any],
    minutes: int,
    is_in: bool,  # noqa: FBT001 - given by the table above
) -> None:
    person = _signed_in(a_person(**policy))
    assert person.is_in()

    _later(monkeypatch, minutes * 60)

    assert person.is_in() == is_in


def test_work_keeps_a_session_alive_until_its_longest_time(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    here = _signed_in(person)
    stays = []
    for quarter in range(1, 50):
        _later(monkeypatch, quarter * 15 * 60)
        stays.append(here.is_in())

    assert stays == [True] * 47 + [False] * 2
    assert person.trail()[-1] == ("session.ended", {"reason": "time"})


def test_what_pages_ask_by_themselves_is_no_work(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    here = _signed_in(person)
    here.is_in()
    by_itself = {"HX-Request": "true", "X-By-Itself": "yes"}
    asked = ("/console/live/badges/", "/console/home/figures/", "/console/complaints/")
    for minutes, address in zip((10, 20, 29), asked, strict=True):
        _later(monkeypatch, minutes * 60)
        assert here.browser.get(address, headers=by_itself).status_code == 200

    _later(monkeypatch, 31 * 60)

    late = here.browser.get("/console/complaints/", headers=by_itself)
    # Nobody pressed anything: what is being written on the page stays there.
    assert (late.status_code, late["HX-Reswap"], "HX-Redirect" in late) == (401, "none", False)
    assert not here.is_in()


def test_staying_signed_in_begins_the_time_anew(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    here = _signed_in(person)
    _later(monkeypatch, 29 * 60)

    stayed = here.browser.post("/console/stay/", headers={"accept": "application/json"})

    _later(monkeypatch, 58 * 60)
    assert (stayed.status_code, here.is_in()) == (204, True)


def test_pages_say_how_long_is_left(person: Person) -> None:
    page = _signed_in(person).browser.get("/console/account/").content.decode()
    assert 'data-left="1800"' in page
    assert 'data-warn="120"' in page


def _demands(person: Person, **policy: Any) -> None:
    with organisation_scope(organisation_id=person.organisation_id):
        OrganisationSecurity.objects.update_or_create(organisation_id=person.organisation_id, defaults=policy)


def test_a_shorter_time_holds_from_the_next_click_on(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    here = _signed_in(person)
    assert here.is_in()

    _demands(person, idle_minutes=5)

    _later(monkeypatch, 6 * 60)
    assert not here.is_in()


def test_a_duty_to_have_a_second_factor_holds_from_the_next_click_on(person: Person) -> None:
    here = _signed_in(person)
    assert here.browser.get("/console/complaints/").status_code == 200

    _demands(person, mfa_roles=["agent"])

    answer = here.browser.get("/console/complaints/")
    assert (answer.status_code, answer["Location"]) == (302, "/console/account/second-factor/")


def test_who_loses_a_second_factor_that_must_be_there_is_led_to_it_at_the_next_click(db: None) -> None:
    person = a_person(mfa_roles=["agent"])
    with_app(person, at=time.time())
    here = person.other_browser()
    here.browser.force_login(here.user)
    assert here.browser.get("/console/complaints/").status_code == 200

    Authenticator.objects.filter(user_id=person.user.pk).delete()

    assert here.browser.get("/console/complaints/")["Location"] == "/console/account/second-factor/"


def test_nobody_reads_what_another_organisation_demands(person: Person) -> None:
    stranger = a_person(idle_minutes=5)

    found = standings_of(user_id=person.user.pk)

    assert [one.policy for one in found.values()] == [SecurityPolicy()]
    assert [one.policy.idle_minutes for one in standings_of(user_id=stranger.user.pk).values()] == [5]
    with user_scope(user_id=person.user.pk):
        assert not OrganisationSecurity.objects.exists()
