"""STOP and START: whether we may write to a person outside a conversation. On message channels only: who dials is not
written to.
"""

from django.utils.translation import gettext

from baraza.conversation.engine.commands import plain
from baraza.conversation.talk import Talk
from baraza.messaging.consent import NOTIFICATIONS, consent_given, record_consent
from baraza.messaging.contract import Kind

# English, Afrikaans, isiZulu, isiXhosa; the whole message must be the word.
STOP = frozenset(
    {
        *("stop", "stop all", "unsubscribe", "opt out", "staak", "hou op", "meld af"),
        *("misa", "yima", "yeka", "ungangibhaleli", "musa ukundibhalela"),
    }
)
START = frozenset({"start", "subscribe", "opt in", "begin", "meld aan", "qala"})
# Names the wording of the two answers below in the ledger; a new wording gets a new name.
WORDING = "stop-2026-11"


def answer_to(talk: Talk) -> str | None:
    """Keeps the person's word in the ledger and says so; None when the message is about something else.

    Empty where the provider itself answers STOP and lets nothing of ours pass after it.
    START is a word of the menu, too: it is about consent only for who withdrew it.
    """
    received = talk.incoming.received
    if talk.incoming.inline or received.kind is not Kind.TEXT:
        return None
    words = plain(received.text)
    if words in STOP:
        _record(talk, given=False)
        if talk.limits.answers_stop:
            return ""
        return gettext(
            "We will not write to you first any more. You can still report and ask here. Changed your mind? Write START."
        )
    if words in START and _withdrew(talk):
        _record(talk, given=True)
        return gettext("Good. We will write to you about your reports again. Write MENU to go on.")
    return None


def _withdrew(talk: Talk) -> bool:
    return consent_given(contact_id=talk.incoming.contact_id, purpose=NOTIFICATIONS) is False


def _record(talk: Talk, *, given: bool) -> None:
    record_consent(
        contact_id=talk.incoming.contact_id,
        purpose=NOTIFICATIONS,
        given=given,
        channel=talk.incoming.channel,
        text_version=WORDING,
        language=talk.language,
        proof=talk.incoming.received.external_id,
    )
