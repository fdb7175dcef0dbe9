"""Telephone numbers in E.164, from whatever a person or a provider writes."""

import re

import phonenumbers

# The library takes Germany's shortest and longest for possible; no network connects them (ITU-T E.164: at most 15).
_E164 = re.compile(r"\+[0-9]{7,15}")


def normalise(text: str, *, region: str | None = None) -> str | None:
    """`+27821234567` for "082 123 4567" in region ZA; None when it cannot be a number.

    Providers send digits without the plus; a text that starts with a country code is tried with one.
    """
    for candidate, hint in ((text, region), ("+" + text.lstrip("+ "), None)):
        try:
            number = phonenumbers.parse(candidate, hint)
        except phonenumbers.NumberParseException:
            continue
        written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        if phonenumbers.is_possible_number(number) and _E164.fullmatch(written):
            return written
    return None


_NO_TEXTS = frozenset(
    {
        phonenumbers.PhoneNumberType.FIXED_LINE,
        phonenumbers.PhoneNumberType.TOLL_FREE,
        phonenumbers.PhoneNumberType.PREMIUM_RATE,
        phonenumbers.PhoneNumberType.SHARED_COST,
        phonenumbers.PhoneNumberType.VOIP,
        phonenumbers.PhoneNumberType.PAGER,
        phonenumbers.PhoneNumberType.UAN,
        phonenumbers.PhoneNumberType.VOICEMAIL,
    }
)


def readable(number: str, *, region: str) -> str:
    """As people of this country write a number in E.164: "082 123 4567"; one from abroad keeps its country code."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    at_home = is_of(number, region=region)
    form = phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, form)


def is_of(number: str, *, region: str) -> bool:
    """Whether the number, in E.164, belongs to this country; some countries share a code."""
    return region in phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(phonenumbers.parse(number).country_code or 0, ())


def takes_texts(number: str) -> bool:
    """False for what is surely no mobile telephone; a range newer than the library's lists is believed."""
    return phonenumbers.number_type(phonenumbers.parse(number)) not in _NO_TEXTS


# Shorter ones are short codes, which are public.
_SHORTEST_MASKED = 8


def mask(number: str) -> str:
    """`+27…4567`: enough for an operator to match a complaint, too little to call."""
    return f"{number[:3]}…{number[-4:]}" if len(number) >= _SHORTEST_MASKED else "…"
