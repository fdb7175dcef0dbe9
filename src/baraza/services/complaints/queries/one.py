"""Reads of one complaint."""

from dataclasses import asdict

from django.db.models import QuerySet

from baraza.capabilities.triage.queries import is_decided
from baraza.services.complaints.models import Complaint, Entry, Follower
from baraza.services.complaints.queries.records import (
    ComplaintDetail,
    ComplaintSummary,
    TimelineLine,
    to_line,
    to_summary,
)


class ComplaintUnknown(LookupError):
    """No complaint of this organisation has this reference; another organisation's looks the same."""


def referred_to_as(reference: str) -> QuerySet[Complaint]:
    """At most one row. References come from addresses, where anybody may write what no column can hold."""
    return Complaint.objects.none() if "\0" in reference else Complaint.objects.filter(reference=reference)


def reference_of_source(*, source_key: str) -> str | None:
    """Of the report that this act opened before, if it did: asked before a phone's photos are stored again."""
    rows = Complaint.objects.filter(source_key=source_key)
    return rows.values_list("reference", flat=True).first()


def get_complaint(*, reference: str) -> ComplaintDetail:
    """Raises ComplaintUnknown. Needs an organisation's scope."""
    row = referred_to_as(reference).select_related("duplicate_of").first()
    if row is None:
        raise ComplaintUnknown(reference)
    undecided = bool(row.guess_model) and not is_decided(organisation_id=row.organisation_id, subject=row.reference)
    return detail_of(
        row, guess_open=undecided, followers=Follower.objects.filter(complaint=row, told_only=False).count()
    )


def detail_of(row: Complaint, *, guess_open: bool, followers: int) -> ComplaintDetail:
    return ComplaintDetail(
        **asdict(to_summary(row)),
        connection_id=row.connection_id,
        latitude=row.latitude,
        longitude=row.longitude,
        area_code=row.area_code,
        area_edition=row.area_edition,
        guessed_category=row.guessed_category,
        guessed_priority=row.guessed_priority,
        guess_confidence=row.guess_confidence,
        guess_open=guess_open,
        resolved_at=row.resolved_at,
        duplicate_of=row.duplicate_of.reference if row.duplicate_of else "",
        followers=followers,
    )


def get_timeline(*, complaint_id: int, public_only: bool) -> list[TimelineLine]:
    rows = Entry.objects.filter(complaint_id=complaint_id).order_by("id")
    lines = [to_line(row) for row in rows]
    return [line for line in lines if line.public] if public_only else lines


def newest_public_answer(*, complaint_id: int) -> TimelineLine | None:
    """What staff last said to the resident."""
    row = Entry.objects.filter(complaint_id=complaint_id, kind=Entry.Kind.REPLY).order_by("-id").first()
    return to_line(row) if row else None


def list_of_contact(*, contact_id: int, limit: int) -> list[ComplaintSummary]:
    """The person's own reports, newest first."""
    return [to_summary(row) for row in Complaint.objects.filter(contact_id=contact_id).order_by("-id")[:limit]]
