"""Everything about one complaint that its page shows at once, in few questions to the database."""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from baraza.capabilities.triage.queries import classify, decided
from baraza.messaging.deliveries import Delivery, deliveries
from baraza.services.complaints.models import Complaint, Entry, Follower
from baraza.services.complaints.queries.one import ComplaintUnknown, detail_of, referred_to_as
from baraza.services.complaints.queries.records import ComplaintDetail, TimelineLine, to_line
from baraza.services.complaints.rules.keys import reply_key, state_key
from baraza.services.complaints.states import State


@dataclass(frozen=True, kw_only=True)
class Case:
    """`duplicates` are the references of reports that were merged into this one."""

    complaint: ComplaintDetail
    assignee: str
    team: str
    duplicates: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CaseLine:
    """A line of the timeline, which member wrote it, and what became of the message that it sent, if it sent one."""

    line: TimelineLine
    delivery: Delivery | None = None
    member_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Meanwhile:
    """What somebody else did while a member was writing; oldest first."""

    lines: tuple[TimelineLine, ...]


def get_case(*, reference: str) -> Case:
    """Raises ComplaintUnknown."""
    followers = Follower.objects.filter(complaint_id=OuterRef("pk"), told_only=False).order_by().values("complaint_id")
    children = Complaint.objects.filter(duplicate_of_id=OuterRef("pk")).order_by("id")
    row = (
        referred_to_as(reference)
        .select_related("duplicate_of")
        .annotate(
            follower_count=Coalesce(Subquery(followers.annotate(number=Count("id")).values("number")), 0),
            children=ArraySubquery(children.values("reference")),
            decided=decided(organisation_id=OuterRef("organisation_id"), subject=OuterRef("reference")),
            assignee_name=F("assignee__name"),
            team_name=F("team__name"),
        )
        .first()
    )
    if row is None:
        raise ComplaintUnknown(reference)
    return Case(
        complaint=detail_of(row, guess_open=bool(row.guess_model) and not row.decided, followers=row.follower_count),
        assignee=row.assignee_name or "",
        team=row.team_name or "",
        duplicates=tuple(row.children),
    )


def list_case_lines(*, complaint_id: int) -> list[CaseLine]:
    """All that was said and done, oldest first."""
    rows = list(Entry.objects.filter(complaint_id=complaint_id).order_by("id"))
    keys = {row.pk: key for row in rows if (key := _sent_under(row))}
    found = deliveries(keys=set(keys.values()))
    return [
        CaseLine(
            line=to_line(row),
            delivery=found.get(keys.get(row.pk, "")),
            member_id=row.actor_id if row.actor_kind == "member" else None,
        )
        for row in rows
    ]


def get_meanwhile(
    *, complaint_id: int, since_version: int | None, since_line: int | None, besides: int | None
) -> Meanwhile:
    """Changes after a version, or words after a line, by others than the member who asks."""
    rows = Entry.objects.filter(complaint_id=complaint_id)
    newer = Q()
    if since_version is not None:
        newer |= Q(version__gt=since_version)
    if since_line is not None:
        newer |= Q(pk__gt=since_line, kind__in=[Entry.Kind.REPLY, Entry.Kind.COMMENT])
    if not newer:
        return Meanwhile(lines=())
    rows = rows.filter(newer).exclude(actor_kind="member", actor_id=besides).order_by("id")
    return Meanwhile(lines=tuple(to_line(row) for row in rows))


def list_alternatives(*, complaint: ComplaintDetail) -> list[str]:
    """Categories that the words speak for besides the one that was guessed, the likeliest first."""
    guess = classify(text=complaint.description, language_hint=complaint.language)
    return [code for code, _ in guess.alternatives if code not in {complaint.guessed_category, complaint.category}]


def _sent_under(row: Entry) -> str:
    """The key of the message that this line sent to the reporter; empty when it sent none."""
    if row.kind == Entry.Kind.REPLY:
        return reply_key(line_id=row.pk)
    moved = row.changes.get("state")
    if row.version is None or not isinstance(moved, list):
        return ""
    return state_key(state=State(moved[1]), complaint_id=row.complaint_id, version=row.version)
