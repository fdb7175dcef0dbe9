"""Takes over matters that were dealt with before this desk knew of them: whole histories, with the times they had.

Nobody is told of them, and the audit trail has one entry for all: it says when something was written here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor, NotAllowed
from baraza.core.organisations.queries import get_organisation
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.references import new_reference
from baraza.services.complaints.actions.open import NewComplaint
from baraza.services.complaints.models import Complaint, Entry, Merge, Rating
from baraza.services.complaints.states import State

_BATCH = 200


@dataclass(frozen=True, kw_only=True)
class PastLine:
    """`by` is the member, None for the resident; `version` that of the complaint after a change."""

    at: datetime
    kind: str
    by: Actor | None
    text: str = ""
    changes: Mapping[str, object] = field(default_factory=dict)
    version: int | None = None


@dataclass(frozen=True, kw_only=True)
class PastComplaint:
    """`same_as` is the `source_key` of an older one that it was merged into."""

    new: NewComplaint
    state: State
    opened_at: datetime
    due_at: datetime
    lines: Sequence[PastLine]
    version: int
    acknowledged_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    reopened_at: datetime | None = None
    assignee_id: int | None = None
    team_id: int | None = None
    stars: int = 0
    rated_at: datetime | None = None
    same_as: str = ""


def bring_in(*, actor: Actor, past: Sequence[PastComplaint]) -> int:
    """The number taken over: what was before (by `source_key`) is left as it is. Raises NotAllowed."""
    if actor.kind != "system":
        raise NotAllowed("Only the system takes histories over.")
    known = set(
        Complaint.objects.filter(source_key__in=[one.new.source_key for one in past]).values_list(
            "source_key", flat=True
        )
    )
    fresh = [one for one in past if one.new.source_key not in known]
    rows = _complaints(fresh)
    pairs = list(zip(rows, fresh, strict=True))
    _entries((line, row) for row, one in pairs for line in one.lines)
    Rating.objects.bulk_create(
        Rating(organisation_id=row.organisation_id, complaint=row, stars=one.stars, rated_at=one.rated_at)
        for row, one in pairs
        if one.stars and one.rated_at
    )
    _merges(pairs)
    record(
        actor=actor,
        action="complaints.brought_in",
        subject_kind="organisation",
        subject_id=str(current_organisation_id()),
        changes={"complaints": len(rows)},
    )
    return len(rows)


def _complaints(past: Sequence[PastComplaint]) -> list[Complaint]:
    """`changed_at` is set a second time, because a row that is saved has just changed."""
    organisation = get_organisation(organisation_id=current_organisation_id())
    rows = Complaint.objects.bulk_create(_row(one, prefix=organisation.reference_prefix) for one in past)
    for row, one in zip(rows, past, strict=True):
        row.changed_at = max([one.opened_at, *(line.at for line in one.lines)])
        Complaint.objects.filter(pk=row.pk).update(changed_at=row.changed_at)
    return rows


def _row(one: PastComplaint, *, prefix: str) -> Complaint:
    words = {name: value for name, value in vars(one.new).items() if name != "photos"}
    return Complaint(
        organisation_id=current_organisation_id(),
        reference=new_reference(prefix=prefix, at=one.opened_at),
        # What was merged becomes a duplicate when all are there.
        state=State.ACKNOWLEDGED if one.same_as else one.state,
        opened_at=one.opened_at,
        due_at=one.due_at,
        acknowledged_at=one.acknowledged_at,
        resolved_at=one.resolved_at,
        closed_at=one.closed_at,
        reopened_at=one.reopened_at,
        assignee_id=one.assignee_id,
        team_id=one.team_id,
        version=one.version,
        **words,
    )


def _entries(lines: Iterable[tuple[PastLine, Complaint]]) -> None:
    """In the order of time, which the timeline shows them in."""
    told = sorted(lines, key=lambda pair: pair[0].at)
    entries = Entry.objects.bulk_create(
        Entry(
            organisation_id=row.organisation_id,
            complaint=row,
            kind=line.kind,
            actor_kind="member" if line.by else "contact",
            actor_id=line.by.id if line.by else row.contact_id,
            actor_name=line.by.name if line.by else "",
            text=line.text,
            changes=dict(line.changes),
            version=line.version,
        )
        for line, row in told
    )
    for entry, (line, _) in zip(entries, told, strict=True):
        entry.at = line.at
    Entry.objects.bulk_update(entries, ["at"], batch_size=_BATCH)


def _merges(pairs: Sequence[tuple[Complaint, PastComplaint]]) -> None:
    rows = {row.source_key: row for row, _ in pairs}
    for row, one in pairs:
        if not one.same_as:
            continue
        at = one.acknowledged_at or one.opened_at
        Complaint.objects.filter(pk=row.pk).update(
            state=State.DUPLICATE, duplicate_of=rows[one.same_as], acknowledged_at=at
        )
        Merge.objects.create(
            organisation_id=row.organisation_id,
            duplicate=row,
            survivor=rows[one.same_as],
            state_before=State.ACKNOWLEDGED,
            acknowledged_before=at,
            merged_at=at,
        )
