"""What a resident answered by e-mail becomes part of the report that our letter was about."""

from typing import Final

from baraza.core.identity.actor import resident
from baraza.messaging.mails import MailAnswer
from baraza.services.complaints.actions.words import add_photo, comment
from baraza.services.complaints.notices import tell_answer_to_settled
from baraza.services.complaints.queries.one import ComplaintUnknown, get_complaint
from baraza.services.complaints.states import REOPENABLE_BY_RESIDENT

_CHANNEL: Final = "email"


def take_answer(*, answer: MailAnswer) -> bool:
    """False when there is no such report. To one that is settled it is added, too, and the person is told what that means."""
    if not answer.about:
        return False
    actor = resident(contact_id=answer.contact_id)
    try:
        if answer.words:
            comment(actor=actor, reference=answer.about, text=answer.words, source_key=answer.key, channel=_CHANNEL)
        for number, media_id in enumerate(answer.photo_ids):
            add_photo(
                actor=actor,
                reference=answer.about,
                media_id=media_id,
                source_key=f"{answer.key}:{number}",
                channel=_CHANNEL,
            )
        complaint = get_complaint(reference=answer.about)
    except ComplaintUnknown:
        return False
    if complaint.state in REOPENABLE_BY_RESIDENT:
        tell_answer_to_settled(reference=answer.about, contact_id=answer.contact_id)
    return True
