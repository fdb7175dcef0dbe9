"""Staff are told once that a case is due soon or overdue; a new due time is told anew."""

from datetime import datetime
from typing import Final

from django.db.models import DateTimeField, DurationField, Exists, ExpressionWrapper, F, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from baraza.capabilities.live.actions import publish, tell_member
from baraza.core.identity.permissions import SUPERVISOR
from baraza.core.identity.queries import list_members, list_teams
from baraza.core.tenancy.scope import current_organisation_id, kept_in_scope
from baraza.lib.clock import now
from baraza.services.complaints.models import Complaint, DueReminder
from baraza.services.complaints.rules.reminders import DUE_SOON, OVERDUE, SOON_AT_MOST, SOON_SHARE, TOLD_WITHIN

KINDS: Final = {OVERDUE: "complaints.overdue", DUE_SOON: "complaints.due_soon"}
_MOST: Final = 100


def due_about_now() -> QuerySet[Complaint]:
    """All that a reminder may be about: whether one is due, and was told already, is seen by `remind`."""
    at = now()
    return Complaint.objects.filter(settled=False, due_at__gt=at - TOLD_WITHIN, due_at__lte=at + SOON_AT_MOST)


def remind() -> int:
    """Of at most a hundred cases of each kind in the organisation in scope; how many. Two at once tell each once."""
    at = now()
    overdue = _open().filter(due_at__lte=at, due_at__gt=at - TOLD_WITHIN)
    told = _tell_all(overdue, stage=OVERDUE)
    return told + _tell_all(_soon(at), stage=DUE_SOON)


def _open() -> QuerySet[Complaint]:
    return Complaint.objects.filter(organisation_id=current_organisation_id(), settled=False)


def _soon(at: datetime) -> QuerySet[Complaint]:
    """Of those that somebody has: the others have nobody yet who could hurry."""
    since = Coalesce(F("reopened_at"), F("opened_at"), output_field=DateTimeField())
    time_there_is = ExpressionWrapper(F("due_at") - since, output_field=DurationField())
    soon_from = ExpressionWrapper(F("due_at") - F("time_there_is") / SOON_SHARE, output_field=DateTimeField())
    rows = _open().filter(due_at__gt=at, due_at__lte=at + SOON_AT_MOST, assignee__isnull=False)
    return rows.annotate(time_there_is=time_there_is).annotate(soon_from=soon_from).filter(soon_from__lte=at)


def _tell_all(rows: QuerySet[Complaint], *, stage: str) -> int:
    known = DueReminder.objects.filter(complaint_id=OuterRef("pk"), stage=stage, due_at=OuterRef("due_at"))
    # Whoever writes to a case holds its row: it is told of in the next minute. A second worker passes over as well.
    waiting = rows.filter(~Exists(known)).select_for_update(of=("self",), skip_locked=True)
    found = list(waiting.order_by("due_at", "pk")[:_MOST])
    DueReminder.objects.bulk_create(
        DueReminder(organisation_id=one.organisation_id, complaint=one, stage=stage, due_at=one.due_at) for one in found
    )
    for complaint in found:
        _tell(complaint, stage=stage)
    if found and stage == OVERDUE:
        # One word for all: lists and numbers are read anew, whoever looks at them.
        publish(kind="complaints.due_passed", subject=str(len(found)))
    return len(found)


def _tell(complaint: Complaint, *, stage: str) -> None:
    key = f"{KINDS[stage]}:{complaint.pk}:{complaint.due_at.isoformat()}"
    for member_id in sorted(_told_of(complaint)):
        tell_member(member_id=member_id, kind=KINDS[stage], subject=complaint.reference, key=key)


def _told_of(complaint: Complaint) -> set[int]:
    """The person who has it, else the people of its team, else the supervisors."""
    members = kept_in_scope(key="reminders.members", make=list_members)
    working = {member.id for member in members}
    if complaint.assignee_id in working and complaint.assignee_id is not None:
        return {complaint.assignee_id}
    teams = kept_in_scope(key="reminders.teams", make=list_teams)
    team = {one for team in teams if team.id == complaint.team_id for one in team.member_ids} & working
    return team or {member.id for member in members if member.role == SUPERVISOR}
