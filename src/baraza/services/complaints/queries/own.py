"""What a resident who showed who they are has to do with reports: their own, those they follow, their rating."""

from dataclasses import dataclass

from django.db.models import Q

from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.complaints.models import Complaint, Follower, Rating
from baraza.services.complaints.queries.records import ComplaintSummary, to_summary


@dataclass(frozen=True, kw_only=True)
class Rated:
    stars: int
    comment: str


def list_own_and_followed(*, contact_id: int, limit: int) -> list[ComplaintSummary]:
    """Newest first."""
    followed = Follower.objects.filter(contact_id=contact_id).values("complaint_id")
    rows = Complaint.objects.filter(organisation_id=current_organisation_id())
    return [
        to_summary(row) for row in rows.filter(Q(contact_id=contact_id) | Q(pk__in=followed)).order_by("-id")[:limit]
    ]


def list_by_reference(*, references: list[str]) -> list[ComplaintSummary]:
    """Newest first; those that are no more are left out."""
    rows = Complaint.objects.filter(organisation_id=current_organisation_id(), reference__in=references)
    return [to_summary(row) for row in rows.order_by("-id")]


def follows(*, contact_id: int | None, complaint_id: int) -> bool:
    return contact_id is not None and Follower.objects.filter(complaint_id=complaint_id, contact_id=contact_id).exists()


def is_told(*, contact_id: int, reference: str) -> bool:
    """Whether this contact reported it or follows it, by whatever way."""
    mine = Complaint.objects.filter(organisation_id=current_organisation_id(), reference=reference)
    followed = Follower.objects.filter(contact_id=contact_id).values("complaint_id")
    return mine.filter(Q(contact_id=contact_id) | Q(pk__in=followed)).exists()


def rating_of(*, complaint_id: int) -> Rated | None:
    row = Rating.objects.filter(complaint_id=complaint_id).first()
    return Rated(stars=row.stars, comment=row.comment) if row else None
