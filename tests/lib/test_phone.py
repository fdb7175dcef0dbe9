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


# The library calls these possible; the database, rightly, stores none of them as a telephone number.
@pytest.mark.parametrize("text", ["+491234", "+431234", "+49123456789012345"])
def test_what_is_shorter_or_longer_than_any_number_is_none(text: str) -> None:
    assert phonenumbers.is_possible_number(phonenumbers.parse(text))
    assert normalise(text) is None


def test_a_masked_number_cannot_be_called() -> None:
    _, international = _national("ZA")

    assert mask(international) == f"{international[:3]}…{international[-4:]}"
