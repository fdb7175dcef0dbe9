"""Is it reported already? Open complaints of the same category within a short walk."""

from dataclasses import dataclass
from datetime import timedelta

from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.clock import now
from baraza.services.complaints.models import Complaint
from baraza.services.complaints.queries.records import ComplaintSummary, to_summary
from baraza.services.complaints.rules.nearness import SAME_MATTER_DAYS, SAME_PLACE_METRES, box_around, metres_between
from baraza.services.complaints.states import OPEN


@dataclass(frozen=True, kw_only=True)
class Nearby:
    complaint: ComplaintSummary
    metres: int


def find_nearby(*, category: str, latitude: float, longitude: float, limit: int = 3) -> list[Nearby]:
    """Open complaints of this category within 150 m opened in the last 30 days, nearest first."""
    south, north, west, east = box_around(latitude=latitude, longitude=longitude, metres=SAME_PLACE_METRES)
    rows = Complaint.objects.filter(
        organisation_id=current_organisation_id(),
        category=category,
        state__in=[state.value for state in OPEN],
        opened_at__gte=now() - timedelta(days=SAME_MATTER_DAYS),
        latitude__range=(south, north),
        longitude__range=(west, east),
    )[:50]
    found = []
    for row in rows:
        assert row.latitude is not None
        assert row.longitude is not None
        metres = metres_between(
            latitude=latitude,
            longitude=longitude,
            other_latitude=row.latitude,
            other_longitude=row.longitude,
        )
        if metres <= SAME_PLACE_METRES:
            found.append(Nearby(complaint=to_summary(row), metres=round(metres)))
    return sorted(found, key=lambda near: (near.metres, near.complaint.id))[:limit]
