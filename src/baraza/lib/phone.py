"""Telephone numbers in E.164, from whatever a person or a provider writes."""

import phonenumbers


def normalise(text: str, *, region: str | None = None) -> str | None:
    """`+27821234567` for "082 123 4567" in region ZA; None when it cannot be a number.

    Providers send digits without the plus; a text that starts with a country code is tried with one.
    """
    for candidate, hint in ((text, region), ("+" + text.lstrip("+ "), None)):
        try:
            number = phonenumbers.parse(candidate, hint)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return None


# Shorter ones are short codes, which are public.
_SHORTEST_MASKED = 8


def mask(number: str) -> str:
    """`+27…4567`: enough for an operator to match a complaint, too little to call."""
    return f"{number[:3]}…{number[-4:]}" if len(number) >= _SHORTEST_MASKED else "…"
