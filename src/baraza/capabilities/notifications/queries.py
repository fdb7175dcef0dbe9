"""What whoever writes a notification has to know of its reader."""

from baraza.messaging import queries as messaging


def contact_language(*, contact_id: int) -> str:
    """What the person chose, else the organisation's first language. Raises ContactUnknown."""
    return messaging.contact_language(contact_id=contact_id)
