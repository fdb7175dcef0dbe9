"""The resident of a case, as far as messaging knows them."""

from baraza.capabilities.notifications.queries import Reader, reader_of
from baraza.messaging.contacts import ContactUnknown
from baraza.services.complaints.queries.records import ComplaintDetail


def reader_for(found: ComplaintDetail) -> Reader | None:
    """None for who left nothing, and for who was removed since."""
    if found.contact_id is None:
        return None
    try:
        return reader_of(contact_id=found.contact_id, preferred_connection_id=found.connection_id)
    except ContactUnknown:
        return None
