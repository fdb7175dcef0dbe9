"""Tells a person that the photo they sent could not be taken, and why; it no longer counts among their answers."""

from django.utils.translation import override

from baraza.capabilities.media.errors import Refusal, wording_of
from baraza.conversation import sessions
from baraza.core.organisations.queries import get_organisation
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.clock import now
from baraza.messaging import outbox, waiting
from baraza.messaging.contract import Text
from baraza.messaging.queries import connection_of_media, contact_details


def tell_refused(*, contact_id: int, media_id: str, reason: Refusal) -> None:
    """In their language, on the channel that it came over; where that cannot be written to, when they next dial."""
    person = contact_details(contact_id=contact_id)
    sessions.take_out(contact_id=person.id, value=media_id)
    organisation = get_organisation(organisation_id=current_organisation_id())
    with override(person.language or organisation.default_language):
        text = wording_of(reason)
    # Who sends too many is told so once in the hour that counts, not once for each.
    about = f"{person.id}:{now():%Y%m%d%H}" if reason is Refusal.TOO_MANY else media_id
    key = f"media_refused:{about}"
    came_over = connection_of_media(contact_id=person.id, media_id=media_id)
    connection_id = came_over or sessions.find(contact_id=person.id).connection_id
    if connection_id is None:
        waiting.leave(contact_id=person.id, text=text, key=key)
        return
    try:
        outbox.post(contact_id=person.id, connection_id=connection_id, content=Text(body=text), key=key)
    except outbox.CannotPush:
        waiting.leave(contact_id=person.id, text=text, key=key)
