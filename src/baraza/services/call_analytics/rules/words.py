"""Codes of calls and bills in words, for pages and files alike."""

from typing import Final

from baraza.lib.translation import gettext_noop

OUTCOMES: Final = {
    "under_way": gettext_noop("Under way"),
    "successful": gettext_noop("Successful"),
    "unsuccessful": gettext_noop("Not successful"),
    "answered": gettext_noop("Answered"),
    "transferred": gettext_noop("Transferred"),
    "voicemail": gettext_noop("Voicemail"),
    "no_answer": gettext_noop("No answer"),
    "busy": gettext_noop("Busy"),
    "failed": gettext_noop("Failed"),
}
SENTIMENTS: Final = {
    "positive": gettext_noop("Positive"),
    "neutral": gettext_noop("Neutral"),
    "negative": gettext_noop("Negative"),
    "unknown": gettext_noop("Unknown"),
}
DIRECTIONS: Final = {"inbound": gettext_noop("Incoming"), "outbound": gettext_noop("Outgoing")}
STATES: Final = {
    "REGISTERED": gettext_noop("Announced"),
    "ONGOING": gettext_noop("Under way"),
    "ENDED": gettext_noop("Ended"),
    "NOT_CONNECTED": gettext_noop("Never connected"),
    "ERROR": gettext_noop("Broken off"),
}
# The reasons that providers give most; another one is shown as it came, with blanks.
REASONS: Final = {
    "user_hangup": gettext_noop("The person hung up"),
    "agent_hangup": gettext_noop("The agent hung up"),
    "call_transfer": gettext_noop("Handed over to somebody else"),
    "transfer_bridged": gettext_noop("Handed over to somebody else"),
    "transfer_cancelled": gettext_noop("The transfer was called off"),
    "voicemail_reached": gettext_noop("A voicemail answered"),
    "ivr_reached": gettext_noop("A telephone menu answered"),
    "inactivity": gettext_noop("Nobody spoke any more"),
    "max_duration_reached": gettext_noop("The longest time that a call may take was over"),
    "dial_busy": gettext_noop("The line was busy"),
    "dial_failed": gettext_noop("The number could not be dialled"),
    "dial_no_answer": gettext_noop("Nobody answered"),
    "user_declined": gettext_noop("The person did not take the call"),
    "invalid_destination": gettext_noop("There is no such number"),
    "telephony_provider_permission_denied": gettext_noop("The telephone provider did not allow the call"),
    "telephony_provider_unavailable": gettext_noop("The telephone provider could not be reached"),
    "no_valid_payment": gettext_noop("The provider was not paid"),
    "concurrency_limit_reached": gettext_noop("Too many calls at once for the provider"),
    "marked_as_spam": gettext_noop("It was marked as spam"),
    "scam_detected": gettext_noop("The provider took it for a fraud"),
}
DISPOSITIONS: Final = {
    "done": gettext_noop("Done"),
    "call_back": gettext_noop("Call back"),
    "follow_up": gettext_noop("Follow up"),
    "complaint": gettext_noop("Complaint"),
    "wrong_number": gettext_noop("Wrong number"),
    "spam": gettext_noop("Spam"),
}
RULES: Final = {
    "start_date": gettext_noop("Not before a day"),
    "test_agents": gettext_noop("Test agents"),
    "test_numbers": gettext_noop("Test numbers"),
    "voicemail": gettext_noop("Voicemail"),
    "minimum": gettext_noop("Short calls"),
    "rounding": gettext_noop("Rounding"),
    "rate": gettext_noop("Rate a minute"),
    "included": gettext_noop("Included minutes"),
}
# What decided about a charge: a rule, or what stands beside them.
DECISIONS: Final = {
    **RULES,
    "override": gettext_noop("Decided by hand"),
    "no_rate": gettext_noop("No rate fits"),
    "length_unknown": gettext_noop("Length unknown"),
    "credit": gettext_noop("Credit note"),
}
