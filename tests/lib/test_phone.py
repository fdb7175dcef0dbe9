"""Telephone numbers as people and providers write them."""

import phonenumbers
import pytest

from baraza.lib.phone import is_of, mask, normalise, readable, takes_texts


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


@pytest.mark.parametrize(
    ("number", "region", "read"),
    [
        ("+27821234567", "ZA", "082 123 4567"),
        ("+27821234567", "RW", "+27 82 123 4567"),
        ("+250788123456", "RW", "0788 123 456"),
        ("no number", "ZA", "no number"),
    ],
)
def test_a_number_is_read_as_its_country_writes_it(number: str, region: str, read: str) -> None:
    assert readable(number, region=region) == read


@pytest.mark.parametrize("number", ["+27821234567", "+12025550123"])
def test_what_may_be_a_mobile_telephone_takes_texts(number: str) -> None:
    assert takes_texts(number)


@pytest.mark.parametrize("number", ["+27114076111", "+27800029999", "+27860123456"])
def test_what_is_surely_none_takes_no_texts(number: str) -> None:
    assert not takes_texts(number)


def test_countries_that_share_a_code_share_their_numbers() -> None:
    assert is_of("+12025550123", region="US")
    assert is_of("+12025550123", region="CA")
    assert not is_of("+12025550123", region="ZA")
