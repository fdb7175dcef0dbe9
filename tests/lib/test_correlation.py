"""Log lines carry the correlation id and no telephone number."""

import json
import logging

import phonenumbers
import pytest

from baraza.lib.correlation import (
    CorrelationFilter,
    MaskingFormatter,
    MaskingJsonFormatter,
    correlation_id,
    mask_numbers,
)


def _number() -> str:
    number = phonenumbers.example_number_for_type("ZA", phonenumbers.PhoneNumberType.MOBILE)
    assert number is not None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _line(formatter: logging.Formatter, message: str) -> str:
    record = logging.LogRecord("baraza", logging.INFO, __file__, 1, message, None, None)
    CorrelationFilter().filter(record)
    return formatter.format(record)


@pytest.mark.parametrize("plus", ["+", ""])
def test_a_number_in_a_message_is_masked_in_both_formats(plus: str) -> None:
    number = _number().lstrip("+")

    for formatter in (MaskingFormatter(), MaskingJsonFormatter()):
        line = _line(formatter, f"from {plus}{number} arrived")
        assert number not in line
        assert number[-4:] in line


def test_dates_references_and_short_ids_stay_readable() -> None:
    text = "MI-2026-4KX7QA at 2026-11-21T10:00:00 job 1234567"

    assert mask_numbers(text) == text


def test_the_json_line_has_the_correlation_id_of_its_context() -> None:
    token = correlation_id.set("abc123")
    try:
        line = json.loads(_line(MaskingJsonFormatter("%(message)s %(correlation_id)s"), "hello"))
    finally:
        correlation_id.reset(token)

    assert line == {"message": "hello", "correlation_id": "abc123"}
