"""Telephone numbers as people and providers write them."""

import phonenumbers
import pytest

from baraza.lib.phone import mask, normalise


def _national(region: str) -> tuple[str, str]:
    number = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
    assert number is not None
    formats = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, formats.NATIONAL), phonenumbers.format_number(number, formats.E164)


@pytest.mark.parametrize("region", ["ZA", "RW", "PH", "GH", "KE"])
def test_a_number_as_people_write_it_at_home_becomes_international(region: str) -> None:
    national, international = _national(region)

    assert normalise(national, region=region) == international


@pytest.mark.parametrize("region", ["ZA", "RW", "PH"])
def test_a_number_as_providers_send_it_without_the_plus_is_understood(region: str) -> None:
    _, international = _national(region)

    assert normalise(international.lstrip("+")) == international


@pytest.mark.parametrize("text", ["", "abc", "12", "+", "999999999999999999999", "💧"])
def test_what_cannot_be_a_number_is_none(text: str) -> None:
    assert normalise(text, region="ZA") is None


def test_a_masked_number_cannot_be_called() -> None:
    _, international = _national("ZA")

    assert mask(international) == f"{international[:3]}…{international[-4:]}"
