"""What a few letters may mean: references, and residents by name."""

from dataclasses import dataclass

from django.db.models import F

from baraza.services.complaints.models import Complaint
from baraza.services.complaints.queries.search import find, find_named

MOST = 4
_LOOKED_AT = 40
_SHORTEST_END = 3


@dataclass(frozen=True, kw_only=True)
class ReferenceSuggestion:
    reference: str
    description: str
    category: str


def suggest_references(*, text: str) -> list[ReferenceSuggestion]:
    """Complaints whose reference begins like that, newest first; else whose last characters do, as they are read out."""
    written = "".join(text.split()).replace("-", "")
    rows = Complaint.objects.filter(pk__in=find_named(text=written, most=MOST)).order_by("-pk")
    if not rows and len(written) >= _SHORTEST_END:
        best = list(find(text=written).ranks)[:_LOOKED_AT]
        rows = Complaint.objects.filter(pk__in=best, reference__contains=f"-{written.upper()}").order_by("-pk")[:MOST]
    return [
        ReferenceSuggestion(reference=row.reference, description=row.description, category=row.category) for row in rows
    ]


def suggest_residents(*, text: str) -> list[str]:
    """Names of people with a complaint, in which every word begins like one of these."""
    ids = find_named(text=text, most=_LOOKED_AT)
    names = (
        Complaint.objects.filter(pk__in=ids).order_by().annotate(name=F("contact__name")).values_list("name", flat=True)
    )
    return sorted({name for name in names if name}, key=str.casefold)[:MOST]
