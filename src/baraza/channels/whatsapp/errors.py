"""Meta's error codes as data, and the one place where they become a SendError.

Source: developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes, as of 2026-09-11.
Decided on the code alone: titles and texts change, and may hold the token or the number that they complain of.
"""

import re
from typing import Any, NamedTuple

from baraza.lib.json_bodies import object_at, text_at
from baraza.messaging.contract import Failure, SendError


class Rule(NamedTuple):
    """`retry_after` is our patience where Meta names none, in seconds."""

    failure: Failure
    meaning: str
    retryable: bool = False
    retry_after: float | None = None


_ACCOUNT_CODES = {
    0: "The access token is not accepted.",
    3: "The app may not use this capability.",
    10: "The app lacks a permission.",
    190: "The access token has expired or was withdrawn.",
    368: "The account is blocked for breaking a policy.",
    131005: "The access token lacks a permission.",
    131031: "The account is locked.",
    131042: "The account has a problem with payment.",
    131045: "The number is not registered.",
    133010: "The number is not registered.",
    133016: "The number was registered too often; wait before the next try.",
    **dict.fromkeys(range(200, 300), "The app lacks a permission."),
}
_REFUSED_CODES = {
    100: "A parameter is wrong.",
    131008: "A parameter is missing.",
    131009: "A parameter is wrong.",
    131021: "Recipient and sender are the same number.",
    131030: "The recipient is not on the list of test numbers.",
    131049: "Meta holds back this marketing message to protect the person.",
    131050: "The person stopped marketing messages.",
    131051: "WhatsApp does not take this type of message.",
    131052: "The media file could not be fetched.",
    131053: "The media file could not be uploaded.",
    131062: "This message cannot go to a user id; it needs the number.",
    131063: "Marketing templates are switched off for this number.",
    132000: "The template has another number of parameters.",
    132001: "The template does not exist in this language.",
    132005: "The template's text is too long with its parameters.",
    132007: "The template breaks a policy.",
    132012: "A parameter of the template has another format.",
    132015: "The template is paused.",
    132016: "The template is switched off.",
}
_TEMPORARY_CODES = {
    1: "Meta had an unknown error.",
    2: "Meta's service is down for a moment.",
    131000: "Meta had an unknown error.",
    131016: "Meta's service is overloaded.",
    131057: "The account is in maintenance.",
}
RULES: dict[int, Rule] = {
    **{code: Rule(Failure.ACCOUNT, meaning) for code, meaning in _ACCOUNT_CODES.items()},
    **{code: Rule(Failure.REFUSED, meaning) for code, meaning in _REFUSED_CODES.items()},
    **{code: Rule(Failure.TEMPORARY, meaning, retryable=True) for code, meaning in _TEMPORARY_CODES.items()},
    131047: Rule(Failure.WINDOW_CLOSED, "More than 24 hours have passed since the person last wrote."),
    131026: Rule(Failure.UNREACHABLE, "The recipient cannot be reached on WhatsApp."),
    130497: Rule(Failure.UNREACHABLE, "The account may not write to people in this country."),
    4: Rule(Failure.THROTTLED, "The app's limit of calls is reached.", retryable=True, retry_after=60),
    80007: Rule(Failure.THROTTLED, "The account's limit of calls is reached.", retryable=True, retry_after=60),
    130429: Rule(Failure.THROTTLED, "The number sends too fast.", retryable=True, retry_after=2),
    131056: Rule(Failure.THROTTLED, "Too many messages to this person.", retryable=True, retry_after=6),
    131048: Rule(Failure.THROTTLED, "Too many people blocked or reported us.", retryable=True, retry_after=3600),
    131064: Rule(Failure.THROTTLED, "A template was in the wrong category.", retryable=True, retry_after=3600),
}
# Numbers, tokens and other long words have no place in a log; what is left says which parameter was wrong.
_PRIVATE = re.compile(r"\+?\d[\d\s().-]{5,}\d|[A-Za-z0-9_\-|.=]{24,}")
_DETAIL_LENGTH = 300
_TOO_MANY_REQUESTS = 429


def failure_of(*, error: dict[str, Any], status: int, retry_after: float | None = None) -> SendError:
    """`error` is Meta's object (of a response or of a receipt), empty when there was none; `status` is HTTP's."""
    code = text_at(error, "code")
    rule = RULES.get(int(code)) if code.isascii() and code.isdigit() and len(code) <= 9 else None  # noqa: PLR2004
    rule = rule or _by_status(status)
    given = text_at(object_at(error, "error_data"), "details")
    detail = f"{rule.meaning} {_PRIVATE.sub('…', given)}".strip()[:_DETAIL_LENGTH]
    return SendError(
        detail,
        failure=rule.failure,
        retryable=rule.retryable,
        code=code[:20] or f"http_{status}",
        retry_after=(retry_after or rule.retry_after) if rule.retryable else None,
    )


def _by_status(status: int) -> Rule:
    if status == _TOO_MANY_REQUESTS:
        return Rule(Failure.THROTTLED, "WhatsApp asks us to wait.", retryable=True)
    if status in {401, 403}:
        return Rule(Failure.ACCOUNT, "WhatsApp does not accept our account.")
    if status >= 500:  # noqa: PLR2004 - HTTP's own boundary
        return Rule(Failure.TEMPORARY, "WhatsApp has a fault.", retryable=True)
    return Rule(Failure.REFUSED, "WhatsApp refused the message.")
