"""Calls in words that a clerk reads."""

from typing import Final

from django.utils.translation import gettext, ngettext

from baraza.lib.translation import gettext_noop

OUTCOMES: Final = {
    "under_way": (gettext_noop("Under way"), "blue"),
    "successful": (gettext_noop("Successful"), "green"),
    "unsuccessful": (gettext_noop("Not successful"), "orange"),
    "answered": (gettext_noop("Answered"), "grey"),
    "transferred": (gettext_noop("Transferred"), "purple"),
    "voicemail": (gettext_noop("Voicemail"), "yellow"),
    "no_answer": (gettext_noop("No answer"), "grey"),
    "busy": (gettext_noop("Busy"), "grey"),
    "failed": (gettext_noop("Failed"), "red"),
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
DOUBTS: Final = {
    "negative_duration": gettext_noop("The provider told a length below nought."),
    "ends_before_it_begins": gettext_noop("It ends before it begins."),
    "lengths_differ": gettext_noop("Its length and its times do not agree."),
    "clock_ahead": gettext_noop("A clock runs ahead: it lay in the future when we heard of it."),
    "very_long": gettext_noop("It is longer than a day."),
    "other_agents_address": gettext_noop("It came in at another agent's address."),
    "cost_differs_from_lines": gettext_noop("The cost lines do not add up to the total."),
    "transcript_cut": gettext_noop("The transcript was too long and was cut."),
    "recording_refused": gettext_noop("The recording's address leads into a private network and was not opened."),
}
RECORDINGS: Final = {
    "wanted": gettext_noop("The recording is being fetched."),
    "not_public": gettext_noop("The recording's address leads into a private network. It was not opened."),
    "gone": gettext_noop("The provider no longer has the recording."),
    "too_large": gettext_noop("The recording is too large to keep."),
    "forgotten": gettext_noop("The recording was removed: it was older than this organisation keeps recordings."),
    "forgotten_for_caller": gettext_noop("The recording was removed because the caller asked to be forgotten."),
    "not_sound": gettext_noop("What the provider gave is no sound file."),
    "no_words": gettext_noop(
        "You cannot listen to this recording: the words of the call have not come, so nobody knows whether telephone"
        " numbers are said in it. Ask a colleague who may see telephone numbers."
    ),
    "unplaced": gettext_noop(
        "You cannot listen to this recording: a number that is taken out of the words is said in it, and nobody knows"
        " at which moment. Read the words below."
    ),
    "kind_of_file": gettext_noop(
        "You cannot listen to this recording: a number that is taken out of the words is said in it, and this kind of"
        " file cannot be made silent there. Read the words below."
    ),
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
TRANSFERS: Final = {
    "transfer_started": gettext_noop("Transfer begun"),
    "transfer_bridged": gettext_noop("Handed over"),
    "transfer_cancelled": gettext_noop("Transfer called off"),
    "transfer_ended": gettext_noop("Transfer ended"),
}
LATENCIES: Final = {
    "e2e": gettext_noop("From the caller's last word to the answer"),
    "asr": gettext_noop("Understanding speech"),
    "llm": gettext_noop("Thinking of the answer"),
    "tts": gettext_noop("Speaking"),
    "knowledge_base": gettext_noop("Looking up"),
    "s2s": gettext_noop("Speech to speech"),
    "llm_websocket_network_rtt": gettext_noop("The way to the language model and back"),
}
ROLES: Final = {"agent": gettext_noop("Agent"), "user": gettext_noop("Caller"), "called": gettext_noop("Person called")}


def outcome_words(code: str) -> str:
    return gettext(OUTCOMES[code][0]) if code in OUTCOMES else code


def outcome_tone(code: str) -> str:
    return OUTCOMES[code][1] if code in OUTCOMES else "grey"


def words(table: dict[str, str], code: str) -> str:
    """A word of tomorrow is shown as it came."""
    return gettext(table[code]) if code in table else code


def length_words(milliseconds: int | None) -> str:
    """Empty where nobody knows."""
    if milliseconds is None:
        return ""
    seconds = round(milliseconds / 1000)
    if seconds < 60:  # noqa: PLR2004 - a minute
        return ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}
    return gettext("%(minutes)d min %(seconds)02d s") % {"minutes": seconds // 60, "seconds": seconds % 60}


def clock_words(seconds: float | None) -> str:
    """As players show it: 1:05."""
    return "" if seconds is None else f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
