"""Lists of complaints for staff: filtered, newest first, in keyset pages."""

from dataclasses import dataclass

from django.db.models import QuerySet

from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.complaints.models import Complaint
from baraza.services.complaints.queries.records import ComplaintSummary, to_summary
from baraza.services.complaints.states import OPEN, State

PAGE_SIZE = 25


@dataclass(frozen=True, kw_only=True)
class Filter:
    """`group` is open, all, or a state's code; empty texts do not filter."""

    group: str = "open"
    category: str = ""
    assignee_id: int | None = None
    reference: str = ""


@dataclass(frozen=True, kw_only=True)
class Page:
    """`older` and `newer` are the ids to ask the neighbouring pages by, None where there is none."""

    complaints: list[ComplaintSummary]
    older: int | None
    newer: int | None


def _matching(wanted: Filter) -> QuerySet[Complaint]:
    # The organisation is said as well as enforced: the planner finds the index by it.
    rows = Complaint.objects.filter(organisation_id=current_organisation_id())
    if wanted.group == "open":
        rows = rows.filter(state__in=[state.value for state in OPEN])
    elif wanted.group != "all":
        rows = rows.filter(state=State(wanted.group))
    if wanted.category:
        rows = rows.filter(category=wanted.category)
    if wanted.assignee_id is not None:
        rows = rows.filter(assignee_id=wanted.assignee_id)
    if wanted.reference:
        rows = rows.filter(reference=wanted.reference)
    return rows


def list_complaints(*, wanted: Filter, before: int | None = None, after: int | None = None) -> Page:
    """The page of complaints older than id `before`, or newer than id `after`, or the newest."""
    rows = _matching(wanted)
    if after is not None:
        found = list(rows.filter(pk__gt=after).order_by("pk")[: PAGE_SIZE + 1])
        more_newer, found = len(found) > PAGE_SIZE, found[:PAGE_SIZE][::-1]
        more_older = True
    else:
        rows = rows.filter(pk__lt=before) if before is not None else rows
        found = list(rows.order_by("-pk")[: PAGE_SIZE + 1])
        more_older, found = len(found) > PAGE_SIZE, found[:PAGE_SIZE]
        more_newer = before is not None
    return Page(
        complaints=[to_summary(row) for row in found],
        older=found[-1].pk if found and more_older else None,
        newer=found[0].pk if found and more_newer else None,
    )


def count_open() -> int:
    return _matching(Filter()).count()
