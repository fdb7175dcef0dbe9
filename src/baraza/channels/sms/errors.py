"""Twilio's error codes as data, and the one place where they become a SendError.

Source: twilio.com/docs/api/errors, as of 2026-09. Decided on the code alone: the words quote numbers.
"""

from typing import NamedTuple

from baraza.messaging.contract import Failure, SendError


class Rule(NamedTuple):
    failure: Failure
    meaning: str
    retryable: bool = False


_ACCOUNT_CODES = {
    20003: "Twilio does not accept the account SID and the auth token.",
    20005: "The account is not active.",
    21606: "The number we send from belongs to another account or cannot send SMS.",
    21608: "A trial account writes to confirmed numbers only.",
    21660: "The number we send from belongs to another account.",
    21701: "The messaging service does not exist.",
    21703: "The messaging service has no number.",
    30002: "The account was suspended.",
}
_UNREACHABLE_CODES = {
    21211: "The number is not one that can be written to.",
    21408: "The account may not write to this country.",
    21612: "No way leads from our number to this one.",
    21614: "The number is not a mobile one.",
    30003: "The phone is switched off or out of reach.",
    30004: "The person or the operator blocks our messages.",
    30005: "The number is not in use.",
    30006: "The number is a landline.",
    30007: "The operator took the message for spam.",
}
_TEMPORARY_CODES = {
    30001: "Twilio's queue is full.",
    30008: "The operator gave no reason.",
}
RULES: dict[int, Rule] = {
    **{code: Rule(Failure.ACCOUNT, meaning) for code, meaning in _ACCOUNT_CODES.items()},
    **{code: Rule(Failure.UNREACHABLE, meaning) for code, meaning in _UNREACHABLE_CODES.items()},
    **{code: Rule(Failure.TEMPORARY, meaning, retryable=True) for code, meaning in _TEMPORARY_CODES.items()},
    20429: Rule(Failure.THROTTLED, "Too many calls at once.", retryable=True),
    21609: Rule(Failure.REFUSED, "Twilio does not take our address for receipts."),
    # Not a matter for another channel: who stopped us here does not want the same words there.
    21610: Rule(Failure.REFUSED, "The person wrote STOP to this number."),
    21617: Rule(Failure.REFUSED, "The text is too long."),
}
_TOO_MANY_REQUESTS = 429


def failure_of(*, code: str, status: int, retry_after: float | None = None) -> SendError:
    """`status` is HTTP's, 400 where a receipt speaks of a message that had been taken."""
    known = RULES.get(int(code)) if code.isascii() and code.isdigit() and len(code) <= 6 else None  # noqa: PLR2004
    rule = known or _by_status(status)
    return SendError(
        rule.meaning,
        failure=rule.failure,
        retryable=rule.retryable,
        code=code[:20] or f"http_{status}",
        retry_after=retry_after if rule.retryable else None,
    )


def _by_status(status: int) -> Rule:
    if status == _TOO_MANY_REQUESTS:
        return Rule(Failure.THROTTLED, "Twilio asks us to wait.", retryable=True)
    if status in {401, 403}:
        return Rule(Failure.ACCOUNT, "Twilio does not accept our account.")
    if status >= 500:  # noqa: PLR2004 - HTTP's own boundary
        return Rule(Failure.TEMPORARY, "Twilio has a fault.", retryable=True)
    return Rule(Failure.REFUSED, "Twilio refused the message.")
