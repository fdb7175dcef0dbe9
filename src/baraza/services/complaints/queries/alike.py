"""What may be the same matter: open reports near by, the same resident's others, the same place."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db.models import OuterRef, QuerySet, Subquery

from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.clock import now
from baraza.services.complaints.models import Complaint, Entry
from baraza.services.complaints.queries.records import ComplaintDetail, ComplaintSummary, to_summary
from baraza.services.complaints.rules.nearness import SAME_MATTER_DAYS, SAME_PLACE_METRES, box_around, metres_between
from baraza.services.complaints.states import OPEN

# Beyond these a list helps nobody; near a stadium there are hundreds.
_LOOKED_AT: Final = 200
_SHOWN: Final = 8


@dataclass(frozen=True, kw_only=True)
class Alike:
    """`metres` is None when one of the two has no position."""

    complaint: ComplaintSummary
    metres: int | None
    latitude: float | None
    longitude: float | None
    photo: str


def list_nearby(*, complaint: ComplaintDetail) -> list[Alike]:
    """Open reports of any category within 150 m of the last 30 days: the same category first, then by distance."""
    if complaint.latitude is None or complaint.longitude is None:
        return []
    south, north, west, east = box_around(
        latitude=complaint.latitude, longitude=complaint.longitude, metres=SAME_PLACE_METRES
    )
    rows = _with_photo(
        Complaint.objects.filter(
            organisation_id=current_organisation_id(),
            state__in=sorted(OPEN),
            latitude__range=(south, north),
            longitude__range=(west, east),
            opened_at__gte=now() - timedelta(days=SAME_MATTER_DAYS),
        ).exclude(pk=complaint.id)
    )[:_LOOKED_AT]
    found = [_alike(row, complaint) for row in rows]
    near = [one for one in found if one.metres is not None and one.metres <= SAME_PLACE_METRES]
    order = sorted(near, key=lambda one: (one.complaint.category != complaint.category, one.metres, one.complaint.id))
    return order[:_SHOWN]


def list_others_of_resident(*, complaint: ComplaintDetail) -> list[Alike]:
    """The same resident's other reports, newest first."""
    if complaint.contact_id is None:
        return []
    rows = Complaint.objects.filter(organisation_id=current_organisation_id(), contact_id=complaint.contact_id)
    return [_alike(row, complaint) for row in _with_photo(rows.exclude(pk=complaint.id).order_by("-id"))[:_SHOWN]]


def _with_photo(rows: QuerySet[Complaint]) -> QuerySet[Complaint]:
    photos = Entry.objects.filter(complaint_id=OuterRef("pk")).exclude(media_id="").order_by("id")
    return rows.annotate(photo=Subquery(photos.values("media_id")[:1]))


def _alike(row: Complaint, complaint: ComplaintDetail) -> Alike:
    metres = None
    if (
        complaint.latitude is not None
        and complaint.longitude is not None
        and row.latitude is not None
        and row.longitude is not None
    ):
        metres = round(
            metres_between(
                latitude=complaint.latitude,
                longitude=complaint.longitude,
                other_latitude=row.latitude,
                other_longitude=row.longitude,
            )
        )
    return Alike(
        complaint=to_summary(row),
        metres=metres,
        latitude=row.latitude,
        longitude=row.longitude,
        photo=getattr(row, "photo", None) or "",
    )
