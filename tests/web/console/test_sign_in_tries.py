"""Passwords cannot be tried out, and people who are rarely wrong do not notice."""

import pytest
from django.test import Client
from tests.factories.core import PASSWORD, make_member, make_organisation

from baraza.core.identity.models import User
from baraza.core.organisations.queries import OrganisationProfile

SIGN_IN = "/console/sign-in/"


@pytest.fixture
def city(db: None) -> OrganisationProfile:
    return make_organisation()


def _email(city: OrganisationProfile) -> str:
    return User.objects.get(pk=make_member(organisation_id=city.id).id).email


def _signs_in(client: Client, email: str, password: str, *, address: str = "192.0.2.1") -> int:
    return client.post(SIGN_IN, {"username": email, "password": password}, REMOTE_ADDR=address).status_code


def test_after_ten_wrong_passwords_even_the_right_one_has_to_wait(client: Client, city: OrganisationProfile) -> None:
    email = _email(city)
    # From ever other addresses, as a network of robots would.
    wrong = [_signs_in(client, email, "guess", address=f"192.0.2.{number}") for number in range(12)]

    assert wrong == [200] * 10 + [429] * 2
    assert _signs_in(client, email.upper(), PASSWORD, address="198.51.100.1") == 429
    assert _signs_in(client, _email(city), PASSWORD, address="198.51.100.1") == 302


def test_an_account_that_does_not_exist_is_refused_in_the_same_way(client: Client, city: OrganisationProfile) -> None:
    wrong = [_signs_in(client, "nobody@example.org", "guess") for _ in range(11)]
    assert wrong == [200] * 10 + [429]


def test_one_address_cannot_try_a_password_on_many_accounts(client: Client, city: OrganisationProfile) -> None:
    wrong = [_signs_in(client, f"member{number}@example.org", "guess") for number in range(61)]

    assert wrong == [200] * 60 + [429]
    assert _signs_in(client, _email(city), PASSWORD) == 429
    assert _signs_in(client, _email(city), PASSWORD, address="198.51.100.1") == 302


def test_signing_in_often_is_no_failure(client: Client, city: OrganisationProfile) -> None:
    email = _email(city)
    assert {_signs_in(Client(), email, PASSWORD) for _ in range(20)} == {302}
