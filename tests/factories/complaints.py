"""Complaints and their residents for tests, made by the same actions as real ones."""

import itertools
from typing import Any

from baraza.core.identity.actor import resident
from baraza.core.tenancy.scope import current_organisation_id
from baraza.messaging.models import Contact
from baraza.services.complaints.actions.open import NewComplaint, open_complaint
from baraza.services.complaints.queries.one import get_complaint
from baraza.services.complaints.queries.records import ComplaintDetail

_numbers = itertools.count(1)


def make_contact(**overrides: Any) -> int:
    return Contact.objects.create(organisation_id=current_organisation_id(), **overrides).pk


def make_complaint(**overrides: Any) -> ComplaintDetail:
    """Inside an organisation's scope."""
    values: dict[str, Any] = {
        "source_key": f"test:{next(_numbers)}",
        "channel": "web",
        "language": "en",
        "description": "Burst pipe in front of the school",
        "category": "burst_pipe",
        "priority": "high",
        **overrides,
    }
    reference = open_complaint(actor=resident(contact_id=values.get("contact_id")), new=NewComplaint(**values))
    return get_complaint(reference=reference)
