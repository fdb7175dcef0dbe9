"""Passwords cannot be tried out, by many on one account or by one on many; people who are right do not notice."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.factories.core import PASSWORD, make_member, make_organisation

from baraza.core.audit.models import AuditEntry
from baraza.core.identity.models import Tries, User
from baraza.core.identity.sign_in import limits
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now

SIGN_IN = "/console/sign-in/"


@pytest.fixture
def city(db: None) -> OrganisationProfile:
    return make_organisation()


def _email(city: OrganisationProfile) -> str:
    return User.objects.get(pk=make_member(organisation_id=city.id).id).email


def _signs_in(email: str, password: str, *, address: str = "192.0.2.1") -> int:
    return Client().post(SIGN_IN, {"username": email, "password": password}, REMOTE_ADDR=address).status_code


def _later(monkeypatch: pytest.MonkeyPatch, **delta: float) -> None:
    monkeypatch.setattr(limits, "now", lambda: now() + timedelta(**delta))


def test_a_hundred_wrong_passwords_from_a_hundred_addresses_get_ten_answers(city: OrganisationProfile) -> None:
    email = _email(city)

    wrong = [_signs_in(email, "guess", address=f"192.0.2.{number}") for number in range(100)]

    assert wrong == [422] * 10 + [429] * 90
    with organisation_scope(organisation_id=city.id):
        kept = list(
            AuditEntry.objects.filter(action="session.refused").order_by("pk").values_list("changes", flat=True)
        )
    assert kept == [{"reason": "password"}] * 9 + [{"reason": "password", "waits": True}]
    assert _signs_in(email.upper(), PASSWORD, address="198.51.100.1") == 429
    assert _signs_in(_email(city), PASSWORD, address="198.51.100.1") == 302


def test_an_account_that_does_not_exist_is_refused_in_the_same_way(city: OrganisationProfile) -> None:
    wrong = [_signs_in("nobody@example.org", "guess", address=f"192.0.2.{number}") for number in range(11)]
    assert wrong == [422] * 10 + [429]


def test_one_address_on_a_hundred_accounts_gets_five_answers(city: OrganisationProfile) -> None:
    wrong = [_signs_in(f"member{number}@example.org", "guess") for number in range(100)]

    assert wrong == [422] * 5 + [429] * 95
    assert _signs_in(_email(city), PASSWORD) == 429
    assert _signs_in(_email(city), PASSWORD, address="198.51.100.1") == 302


def test_a_network_of_ipv6_counts_as_one_address(city: OrganisationProfile) -> None:
    wrong = [_signs_in(f"m{number}@example.org", "guess", address=f"2001:db8::{number:x}") for number in range(1, 7)]
    assert wrong == [422] * 5 + [429]


def test_signing_in_often_is_no_failure(city: OrganisationProfile) -> None:
    email = _email(city)
    assert {_signs_in(email, PASSWORD) for _ in range(20)} == {302}


def test_a_form_left_empty_is_a_try_too(city: OrganisationProfile) -> None:
    assert [_signs_in("", "") for _ in range(6)] == [422] * 5 + [429]


def test_the_wait_grows_with_every_wrong_password_and_ends_with_the_right_one(
    city: OrganisationProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    email = _email(city)
    for number in range(10):
        _signs_in(email, "guess", address=f"192.0.2.{number}")

    _later(monkeypatch, seconds=61)
    after_a_minute = [_signs_in(email, "guess", address="198.51.100.1") for _ in range(2)]
    _later(monkeypatch, seconds=61 + 119)
    too_early = _signs_in(email, PASSWORD, address="198.51.100.2")
    _later(monkeypatch, seconds=61 + 121)
    in_time = _signs_in(email, PASSWORD, address="198.51.100.3")

    assert after_a_minute == [422, 429]
    assert (too_early, in_time) == (429, 302)
    assert set(Tries.objects.values_list("failures", flat=True)) == {0}


def test_the_wait_is_told_and_never_longer_than_an_hour(city: OrganisationProfile) -> None:
    limit = limits.of_account("a@example.org")
    for _ in range(200):
        limits.note_failure(limit)

    with pytest.raises(limits.TooManyTries) as refused:
        limits.take(limit)

    assert refused.value.seconds == 3600
    answer = Client().post(SIGN_IN, {"username": "a@example.org", "password": "guess"})
    assert (answer.status_code, int(answer["Retry-After"]) > 3590) == (429, True)


def test_addresses_of_people_are_not_kept_by_name(city: OrganisationProfile) -> None:
    _signs_in("nobody@example.org", "guess")
    assert {len(key) for key in Tries.objects.values_list("key", flat=True)} == {64}


def test_old_counts_are_forgotten(city: OrganisationProfile, monkeypatch: pytest.MonkeyPatch) -> None:
    _signs_in("nobody@example.org", "guess")
    assert limits.forget_old() == 0

    _later(monkeypatch, days=1, minutes=1)

    assert limits.forget_old() == 2
