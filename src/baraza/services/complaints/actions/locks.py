"""Takes a complaint for change; every writer goes through here, so that two never interleave."""

from baraza.services.complaints.models import Complaint
from baraza.services.complaints.queries.one import ComplaintUnknown, referred_to_as


class ChangedMeanwhile(Exception):
    """Someone else changed the complaint since the person looked at it."""


def lock_complaint(*, reference: str, expected_version: int | None = None) -> Complaint:
    """Raises ComplaintUnknown, and ChangedMeanwhile when the version is not the one that was looked at."""
    complaint = referred_to_as(reference).select_for_update().first()
    if complaint is None:
        raise ComplaintUnknown(reference)
    if expected_version is not None and complaint.version != expected_version:
        raise ChangedMeanwhile(reference)
    return complaint


def lock_complaints(*, ids: set[int]) -> dict[int, Complaint]:
    """Several at once, in the order of their ids so that two of us never wait for each other."""
    rows = Complaint.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    return {row.pk: row for row in rows}
