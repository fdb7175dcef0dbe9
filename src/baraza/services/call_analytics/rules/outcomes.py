"""How a call came out, in one word, from what the provider says of it."""

from enum import StrEnum
from typing import Final

from baraza.services.call_analytics.states import OVER, State


class Outcome(StrEnum):
    UNDER_WAY = "under_way"
    SUCCESSFUL = "successful"
    UNSUCCESSFUL = "unsuccessful"
    ANSWERED = "answered"
    TRANSFERRED = "transferred"
    VOICEMAIL = "voicemail"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    FAILED = "failed"


# A person was at the other end.
ANSWERED = frozenset({Outcome.SUCCESSFUL, Outcome.UNSUCCESSFUL, Outcome.ANSWERED, Outcome.TRANSFERRED})
# For lists: any of these.
REACHED: Final = "reached"
_BY_REASON = {
    "voicemail_reached": Outcome.VOICEMAIL,
    "ivr_reached": Outcome.VOICEMAIL,
    "dial_no_answer": Outcome.NO_ANSWER,
    "user_declined": Outcome.NO_ANSWER,
    "error_user_not_joined": Outcome.NO_ANSWER,
    "registered_call_timeout": Outcome.NO_ANSWER,
    "dial_busy": Outcome.BUSY,
    "dial_failed": Outcome.FAILED,
    "invalid_destination": Outcome.FAILED,
    "telephony_provider_permission_denied": Outcome.FAILED,
    "telephony_provider_unavailable": Outcome.FAILED,
    "sip_routing_error": Outcome.FAILED,
    "network_blocked": Outcome.FAILED,
    "marked_as_spam": Outcome.FAILED,
    "concurrency_limit_reached": Outcome.FAILED,
    "no_concurrency_fallback": Outcome.FAILED,
    "no_valid_payment": Outcome.FAILED,
    "credit_exhausted": Outcome.FAILED,
    "budget_reached": Outcome.FAILED,
}
_TRANSFERS = frozenset({"call_transfer", "transfer_bridged", "call_take_over"})


def outcome_of(*, state: str, reason: str, in_voicemail: bool | None, successful: bool | None) -> Outcome:
    if state not in OVER:
        return Outcome.UNDER_WAY
    if in_voicemail:
        return Outcome.VOICEMAIL
    if reason in _BY_REASON:
        return _BY_REASON[reason]
    if reason.startswith("error_") or state != State.ENDED:
        return Outcome.NO_ANSWER if state == State.NOT_CONNECTED else Outcome.FAILED
    if reason in _TRANSFERS:
        return Outcome.TRANSFERRED
    return {None: Outcome.ANSWERED, True: Outcome.SUCCESSFUL, False: Outcome.UNSUCCESSFUL}[successful]
