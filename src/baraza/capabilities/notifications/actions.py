"""Tells a person something outside a conversation, on the channel that reaches them.

Quiet hours are not observed yet: a message goes as soon as the act that causes it is committed.
"""

from datetime import datetime
from enum import StrEnum

from prometheus_client import Counter

from baraza.capabilities.notifications.choosing import is_able, pushed_over, waits
from baraza.messaging import outbox, waiting
from baraza.messaging.consent import NOTIFICATIONS, consent_given
from baraza.messaging.contract import Template, Text
from baraza.messaging.queries import ContactDetails, contact_details
from baraza.messaging.reaching import routes


class Told(StrEnum):
    """What became of a notification."""

    PUSHED = "pushed"
    WAITS = "waits"
    NOT_WANTED = "not_wanted"
    NOWHERE = "nowhere"


_TOLD = Counter("baraza_notifications_total", "Notifications, by what became of them.", ["outcome"])


def notify(
    *,
    contact_id: int,
    text: str,
    template: Template | None,
    key: str,
    preferred_connection_id: int | None = None,
    not_before: datetime | None = None,
    asked_for: bool = False,
) -> Told:
    """In the caller's transaction; the same `key` again tells nothing twice. The text is in the person's language.

    1. Nobody who withdrew their consent is told, but for what they asked for a moment ago (`asked_for`: a code).
    2. Whoever dialled last, or about this matter, finds the text when they dial again.
    3. It is also pushed: over the channel that the person chose, else over the matter's connection, else over the one used last, else over one that can write to
       their number. Outside a channel's window that needs the `template`.
    4. When only a closed window is left, the outbox shows the message as failed, so that staff see it.

    Until `not_before` nothing is pushed, so that `take_back` can still stop it.
    """
    person = contact_details(contact_id=contact_id)
    if not asked_for and consent_given(contact_id=person.id, purpose=NOTIFICATIONS) is False:
        told = Told.NOT_WANTED
    else:
        told = _tell(person, text, template, key, preferred_connection_id, not_before)
    _TOLD.labels(told.value).inc()
    return told


def take_back(*, key: str) -> bool:
    """Whether the notification of this key could still be stopped: nothing of it has left, and nothing will."""
    return outbox.cancel(key=key) and waiting.take_back(key=key)


def _tell(
    known: ContactDetails,
    text: str,
    template: Template | None,
    key: str,
    preferred_id: int | None,
    not_before: datetime | None,
) -> Told:
    person = known.id
    ways = routes(contact_id=person)
    waits_there = waits(ways, preferred_id=preferred_id)
    if waits_there:
        waiting.leave(contact_id=person, text=text, key=key)
    chosen = pushed_over(
        ways,
        preferred_id=preferred_id,
        told_by=known.told_by,
        able=lambda way: is_able(way, length=len(text), has_template=template is not None),
    )
    if chosen is None:
        return Told.WAITS if waits_there else Told.NOWHERE
    outbox.post(
        contact_id=person,
        connection_id=chosen.connection_id,
        content=Text(body=text),
        key=key,
        template=template,
        not_before=not_before,
    )
    return Told.PUSHED
