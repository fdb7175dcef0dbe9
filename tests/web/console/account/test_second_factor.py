"""A password alone does not open an account that has a second factor, and no code opens it twice."""

from collections.abc import Callable

import pyotp
import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.access import make_member_with
from tests.factories.core import make_member
from tests.web.console.account.conftest import NOW
from tests.web.console.account.people import SECOND, SIGN_IN, Person, a_person, with_app
from tests.web.console.conftest import browser_of

from baraza.core.identity.actions.platform import found
from baraza.core.identity.actor import SYSTEM
from baraza.core.identity.second_factor import recovery
from baraza.core.organisations.actions import NewOrganisation

Clock = Callable[[float], None]


@pytest.fixture
def person(db: None) -> Person:
    return a_person()


def test_without_a_second_factor_the_password_opens_the_desk(person: Person) -> None:
    answer = person.signs_in()

    assert (answer.status_code, answer.url) == (302, "/console/start/")
    assert person.browser.get("/console/start/").url == "/console/"
    assert person.trail() == [("session.began", {})]


def test_with_an_app_the_code_is_asked_for_and_opens_the_desk(person: Person, clock: Clock) -> None:
    secret, _ = with_app(person, at=NOW)
    clock(60)

    first = person.signs_in()
    assert (first.url, person.is_in()) == (SECOND, False)
    second = person.browser.post(SECOND, {"code": pyotp.TOTP(secret).at(NOW + 60)})

    assert (second.status_code, second.url, person.is_in()) == (302, "/console/start/", True)


def test_the_code_that_set_the_app_up_is_used(person: Person, clock: Clock) -> None:
    secret, _ = with_app(person, at=NOW)
    person.signs_in()

    answer = person.browser.post(SECOND, {"code": pyotp.TOTP(secret).at(NOW)})

    assert (answer.status_code, person.is_in()) == (422, False)


def test_a_code_is_good_once_in_any_browser(person: Person, clock: Clock) -> None:
    secret, _ = with_app(person, at=NOW)
    clock(60)
    code = pyotp.TOTP(secret).at(NOW + 60)
    thief = person.other_browser()
    for browser in (person, thief):
        browser.signs_in()

    assert person.browser.post(SECOND, {"code": code}).status_code == 302
    # The code is still the current one, and for a phone that is late also the half minute after.
    replayed = [thief.browser.post(SECOND, {"code": code}).status_code]
    clock(89)
    replayed.append(thief.browser.post(SECOND, {"code": code}).status_code)

    assert replayed == [422, 422]
    assert not thief.is_in()


@pytest.mark.parametrize(("off", "status"), [(-60, 422), (-30, 302), (0, 302), (30, 302), (60, 422)])
def test_a_clock_may_be_half_a_minute_off_and_no_more(person: Person, clock: Clock, off: int, status: int) -> None:
    secret, _ = with_app(person, at=NOW)
    clock(600)
    person.signs_in()

    answer = person.browser.post(SECOND, {"code": pyotp.TOTP(secret).at(NOW + 600 + off)})

    assert answer.status_code == status
    assert ("the clock of your phone is off" in answer.content.decode()) == (status == 422)


def test_a_code_from_paper_opens_once(person: Person, clock: Clock) -> None:
    _, paper = with_app(person, at=NOW)
    outcomes = []
    for _ in range(2):
        browser = person.other_browser()
        browser.signs_in()
        outcomes.append(browser.browser.post(SECOND, {"code": paper[3]}).status_code)

    assert outcomes == [302, 422]
    assert ("recovery_code.used", {"left": 9}) in person.trail()


def test_two_who_write_the_same_code_from_paper_wait_for_each_other(person: Person, clock: Clock) -> None:
    _, paper = with_app(person, at=NOW)

    with CaptureQueriesContext(connection) as asked:
        assert recovery.use(user_id=person.user.pk, code=paper[3]) is not None

    first = next(query["sql"] for query in asked if "mfa_authenticator" in query["sql"])
    assert first.endswith("FOR UPDATE")
    assert recovery.use(user_id=person.user.pk, code=paper[3]) is None


def test_codes_cannot_be_tried_out(person: Person, clock: Clock) -> None:
    secret, _ = with_app(person, at=NOW)
    clock(60)
    person.signs_in()

    guesses = [person.browser.post(SECOND, {"code": f"{number:06}"}).status_code for number in range(7)]
    right = person.browser.post(SECOND, {"code": pyotp.TOTP(secret).at(NOW + 60)}).status_code

    assert (guesses, right, person.is_in()) == ([422] * 5 + [429] * 2, 429, False)


def test_the_code_page_is_nobodys_without_a_password(person: Person) -> None:
    answer = person.browser.post(SECOND, {"code": "123456"})
    assert (answer.status_code, answer.url) == (302, SIGN_IN)


def test_who_was_suspended_after_the_password_does_not_get_in(person: Person, clock: Clock) -> None:
    secret, _ = with_app(person, at=NOW)
    clock(60)
    person.signs_in()
    type(person.user).objects.filter(pk=person.user.pk).update(is_active=False)

    answer = person.browser.post(SECOND, {"code": pyotp.TOTP(secret).at(NOW + 60)})

    assert (answer.url, person.is_in()) == (SIGN_IN, False)


def test_the_secret_is_kept_sealed_in_table_and_session(person: Person, clock: Clock) -> None:
    person.signs_in()
    page = person.browser.get("/console/account/second-factor/app/").content.decode()
    shown = page.split('id="app-secret">')[1].split("<")[0].replace(" ", "")
    assert shown not in str(dict(person.browser.session))

    answer = person.browser.post("/console/account/second-factor/app/", {"code": pyotp.TOTP(shown).at(NOW)})

    assert answer.url == "/console/account/second-factor/codes/"
    stored = [str(row.data) for row in Authenticator.objects.filter(user_id=person.user.pk)]
    assert len(stored) == 2
    assert all(shown not in one for one in stored)


def test_codes_on_paper_are_shown_until_they_are_kept_and_then_never_again(person: Person, clock: Clock) -> None:
    person.signs_in()
    page = person.browser.get("/console/account/second-factor/app/").content.decode()
    secret = page.split('id="app-secret">')[1].split("<")[0].replace(" ", "")
    person.browser.post("/console/account/second-factor/app/", {"code": pyotp.TOTP(secret).at(NOW)})
    codes = "/console/account/second-factor/codes/"

    shown = person.browser.get(codes).content.decode()
    on_file = person.browser.get(codes + "file/").content.decode().split()
    kept = person.browser.post(codes + "stored/")
    again = person.browser.get(codes)

    assert shown.count("<code>") == 10
    assert all(f"<code>{code}</code>" in shown for code in on_file[-10:])
    assert (kept.url, again.url) == ("/console/account/second-factor/",) * 2


def test_a_role_that_must_have_a_second_factor_is_led_to_it_and_can_do_nothing_else(clock: Clock, db: None) -> None:
    person = a_person(role="supervisor", mfa_roles=["supervisor"])
    person.signs_in()
    page = "/console/account/second-factor/"

    led = [person.browser.get(f"/console/{path}").url for path in ("", "complaints/", "account/", "account/sessions/")]
    assert led == [page] * 4
    assert "Set up a second factor to go on" in person.browser.get(page).content.decode()

    with_app(person, at=NOW)
    assert person.browser.get("/console/complaints/").status_code == 200


def test_other_roles_of_the_same_organisation_are_left_alone(db: None) -> None:
    person = a_person(role="agent", mfa_roles=["supervisor"])
    person.signs_in()
    assert person.browser.get("/console/complaints/").status_code == 200


@pytest.mark.parametrize(
    ("permissions", "must"),
    [(("complaints.read",), False), (("complaints.read", "members.read"), True)],
    ids=["reads", "opens_admins_pages"],
)
def test_a_role_of_ones_own_that_opens_admins_pages_is_guarded_as_admins_are(
    db: None,
    permissions: tuple[str, ...],
    must: bool,  # noqa: FBT001 - given by the table above
) -> None:
    organisation_id = a_person(role="org_admin", mfa_roles=["org_admin"]).organisation_id
    member = make_member_with(organisation_id=organisation_id, permissions=permissions)

    answer = browser_of(member.id).get("/console/complaints/")

    assert (answer.status_code == 302) == must


def test_admins_of_an_organisation_just_founded_must_have_one_until_they_choose_otherwise(db: None) -> None:
    new = NewOrganisation(slug="new-town", name="New Town", country="ZA", languages=("en",), phone_region="ZA")
    organisation_id = found(actor=SYSTEM, new=new)

    opened = [
        browser_of(make_member(organisation_id=organisation_id, role=role).id).get("/console/complaints/").status_code
        for role in ("org_admin", "supervisor")
    ]

    assert opened == [302, 200]


def test_a_super_admin_must_always_have_one(db: None) -> None:
    person = a_person()
    type(person.user).objects.filter(pk=person.user.pk).update(is_super_admin=True)
    person.signs_in()
    assert person.browser.get("/console/complaints/").url == "/console/account/second-factor/"


def test_the_last_factor_of_whoever_must_have_one_stays(clock: Clock, db: None) -> None:
    person = a_person(role="org_admin", mfa_roles=["org_admin"])
    person.signs_in()
    with_app(person, at=NOW)

    person.browser.post("/console/account/second-factor/app/remove/")

    assert Authenticator.objects.filter(user_id=person.user.pk, type="totp").count() == 1


def test_codes_on_paper_go_with_the_last_factor(person: Person, clock: Clock) -> None:
    person.signs_in()
    with_app(person, at=NOW)

    person.browser.post("/console/account/second-factor/app/remove/")

    assert Authenticator.objects.filter(user_id=person.user.pk).count() == 0
    assert person.trail()[-1] == ("second_factor.removed", {"kind": "app"})


def test_an_operator_takes_a_lost_second_factor_away(person: Person, clock: Clock) -> None:
    person.signs_in()
    with_app(person, at=NOW)

    call_command("members", "reset-second-factor", person.user.email.upper())

    assert not person.is_in()
    assert [action for action, _ in person.trail()[-2:]] == ["second_factor.reset", "session.revoked"]
    assert (person.signs_in().url, person.is_in()) == ("/console/start/", True)


def test_an_operator_is_told_when_nobody_has_the_address(db: None) -> None:
    with pytest.raises(CommandError, match=r"^Nobody has the e-mail address nobody@example\.org\.$"):
        call_command("members", "reset-second-factor", "nobody@example.org")


@pytest.mark.parametrize("credential", ["", "x", "[]", "{}", '{"id": 1}', '{"response": "x"}', '{"response": {"userHandle": 7}}', '{"id":"AA","rawId":"AA","type":"public-key","response":{"userHandle":"MQ"}}'])  # fmt: skip
def test_what_is_no_passkey_opens_nothing(person: Person, credential: str) -> None:
    person.browser.get("/console/sign-in/passkey/")
    answer = person.browser.post("/console/sign-in/passkey/", {"credential": credential})
    assert (answer.status_code, person.is_in()) == (422, False)
