"""What is one member's own to do."""

from dataclasses import dataclass

from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.complaints.models import Complaint
from baraza.services.complaints.queries.figures_read import figures_zone
from baraza.services.complaints.queries.records import ComplaintSummary, to_summary
from baraza.services.complaints.queries.unanswered import wrote_last
from baraza.services.complaints.rules.figures import Period

# Nobody has more open cases of their own than can be looked through for the residents who wrote last.
MOST_OWN = 500


@dataclass(frozen=True, kw_only=True)
class OwnWork:
    """`waiting` are those in which the resident wrote last, the one that is due first at the top."""

    open: int
    waiting: list[ComplaintSummary]
    finished: int


def own_work(*, user_id: int, period: Period) -> OwnWork:
    """`finished` are those of the member that were done in the period."""
    rows = Complaint.objects.filter(organisation_id=current_organisation_id(), assignee_id=user_id)
    due = list(rows.filter(settled=False).order_by("due_at", "id")[:MOST_OWN])
    unanswered = wrote_last(complaint_ids=[row.pk for row in due]) if due else set()
    zone = figures_zone().name
    finished = rows.filter(resolved_at__gte=period.begins(zone), resolved_at__lt=period.ends(zone)).count()
    return OwnWork(
        open=len(due),
        waiting=[to_summary(row) for row in due if row.pk in unanswered],
        finished=finished,
    )
