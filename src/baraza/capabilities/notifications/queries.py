"""What whoever writes a notification has to know of its reader."""

from dataclasses import dataclass

from baraza.capabilities.notifications.choosing import is_able, pushed_over, waits
from baraza.messaging import queries as messaging
from baraza.messaging.standing import Standing, Way, standing


@dataclass(frozen=True, kw_only=True)
class Reader:
    """`way` is over which a message of an ordinary length would be pushed now; `waits` says that it is found at the next dial."""

    person: Standing
    way: Way | None
    waits: bool


def contact_language(*, contact_id: int) -> str:
    """What the person chose, else the organisation's first language. Raises ContactUnknown."""
    return messaging.contact_language(contact_id=contact_id)


def reader_of(*, contact_id: int, preferred_connection_id: int | None) -> Reader:
    """Where `notify` with a template would reach this person at this moment. Raises ContactUnknown."""
    person = standing(contact_id=contact_id)
    if not person.may_tell:
        return Reader(person=person, way=None, waits=False)
    way = pushed_over(
        person.ways,
        preferred_id=preferred_connection_id,
        told_by=person.told_by,
        able=lambda one: is_able(one, length=0, has_template=True),
    )
    return Reader(person=person, way=way, waits=waits(person.ways, preferred_id=preferred_connection_id))
