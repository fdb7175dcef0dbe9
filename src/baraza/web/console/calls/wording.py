"""Calls in words that a clerk reads."""

from typing import Final

from django.utils.translation import gettext, ngettext

from baraza.lib.translation import gettext_noop
from baraza.services.call_analytics.rules.words import OUTCOMES

TONES: Final = {
    "under_way": "blue",
    "successful": "green",
    "unsuccessful": "orange",
    "answered": "grey",
    "transferred": "purple",
    "voicemail": "yellow",
    "no_answer": "grey",
    "busy": "grey",
    "failed": "red",
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
    return words(OUTCOMES, code)


def outcome_tone(code: str) -> str:
    return TONES.get(code, "grey")


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
