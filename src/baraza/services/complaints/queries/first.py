"""Whether the organisation's work has begun."""

from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.complaints.models import Complaint


def has_any_complaint() -> bool:
    return Complaint.objects.filter(organisation_id=current_organisation_id()).exists()
