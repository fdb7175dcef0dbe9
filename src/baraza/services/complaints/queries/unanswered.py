"""Which complaints wait for a word of ours: the resident wrote last."""

from collections.abc import Collection
from typing import Final

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery

from baraza.services.complaints.models import Complaint, Entry

# The photos that came with the report itself are no answer to anything.
_RESIDENT_SAID: Final = Q(actor_kind="contact", kind__in=(Entry.Kind.COMMENT, Entry.Kind.PHOTO)) & ~Q(
    source_key__startswith="open:"
)


def with_who_wrote_last(rows: QuerySet[Complaint]) -> QuerySet[Complaint]:
    """`unanswered`: nothing was said or done by us since the resident's last words or photo."""
    newest = (
        Entry.objects.filter(complaint_id=OuterRef("pk"))
        .order_by("-id")
        .values(said=ExpressionWrapper(_RESIDENT_SAID, output_field=BooleanField()))[:1]
    )
    return rows.annotate(unanswered=Subquery(newest, output_field=BooleanField()))


def wrote_last(*, complaint_ids: Collection[int]) -> set[int]:
    """Those among these that wait for a word of ours."""
    rows = with_who_wrote_last(Complaint.objects.filter(pk__in=complaint_ids))
    return {row.pk for row in rows if getattr(row, "unanswered", False)}
